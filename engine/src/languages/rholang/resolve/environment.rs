//! What each name means at the place of the walk.

use std::collections::hash_map::Entry;

use rholang_engine_sync::{Scratch, ScratchVec};
use rustc_hash::FxHashMap;

use crate::ir::{BinderId, NameId, NodeId};

/// A set of binders that become visible together.
pub(super) type GroupId = u32;
/// A pattern's own world of names; the program is frame 0.
pub(super) type FrameId = u32;

/// Where binders go outside patterns: nowhere.
pub(super) const NO_GROUP: GroupId = u32::MAX;
const NO_PENDING: u32 = u32::MAX;

/// A binder whose scope is not open yet.
#[derive(Clone, Copy)]
pub(super) struct Pending {
    pub(super) name: NameId,
    pub(super) node: NodeId,
    pub(super) kind: u8,
    /// The next binder of the group.
    next: u32,
}

/// The pending binders of a group: a list through [`Pending::next`].
#[derive(Clone, Copy)]
struct Group {
    first: u32,
    last: u32,
}

/// The binders that names mean, and those that wait for their scope to open.
pub(super) struct Environment<'s> {
    /// For each name, the binder that it means now.
    visible: ScratchVec<'s, BinderId>,
    /// For each binder, the frame in which it is visible.
    frame_of: ScratchVec<'s, FrameId>,
    /// What `visible` was before each change that is in force.
    undo: Vec<(NameId, BinderId)>,
    pending: ScratchVec<'s, Pending>,
    groups: ScratchVec<'s, Group>,
    /// The node of each pending binder by group and name.
    pending_nodes: FxHashMap<(GroupId, NameId), NodeId>,
}

impl<'s> Environment<'s> {
    /// An environment for a file with this many names, in which nothing is bound.
    pub(super) fn new(name_count: usize, scratch: &'s Scratch) -> Self {
        let binder_estimate = name_count * 2;
        Self {
            visible: scratch.vec_of(BinderId::NONE, name_count),
            frame_of: scratch.vec(binder_estimate),
            undo: Vec::new(),
            pending: scratch.vec(binder_estimate),
            groups: scratch.vec(binder_estimate),
            pending_nodes: FxHashMap::default(),
        }
    }

    // ---- visible binders ----

    /// The binder that a name means in some frame, the innermost first.
    pub(super) fn visible(&self, name: NameId) -> BinderId {
        self.visible[name.index()]
    }

    /// The binder that a name means in a frame.
    pub(super) fn visible_in(&self, name: NameId, frame: FrameId) -> BinderId {
        let binder = self.visible(name);
        let is_in_frame = binder.is_some() && self.frame_of[binder.index()] == frame;
        if is_in_frame { binder } else { BinderId::NONE }
    }

    /// Notes the frame of a new binder; called once for each, in order.
    pub(super) fn add_binder(&mut self, frame: FrameId) {
        self.frame_of.push(frame);
    }

    /// Makes a binder the one that its name means.
    pub(super) fn show(&mut self, name: NameId, binder: BinderId) {
        let hidden = core::mem::replace(&mut self.visible[name.index()], binder);
        self.undo.push((name, hidden));
    }

    /// How many binders have been shown and not hidden again.
    pub(super) fn depth(&self) -> usize {
        self.undo.len()
    }

    /// Hides the binders that were shown last, down to a depth.
    pub(super) fn hide_down_to(&mut self, depth: usize) {
        for (name, binder) in self.undo.drain(depth..).rev() {
            self.visible[name.index()] = binder;
        }
    }

    // ---- pending binders ----

    /// A group without binders.
    pub(super) fn new_group(&mut self) -> GroupId {
        self.groups.push(Group { first: NO_PENDING, last: NO_PENDING });
        u32::try_from(self.groups.len() - 1).unwrap_or(NO_GROUP)
    }

    /// The group that the next call of [`Self::new_group`] will return.
    pub(super) fn next_group(&self) -> GroupId {
        u32::try_from(self.groups.len()).unwrap_or(NO_GROUP)
    }

    /// Whether a group has no binders.
    pub(super) fn is_empty(&self, group: GroupId) -> bool {
        self.groups[group as usize].first == NO_PENDING
    }

    /// Adds a binder to a group, unless the group has one with the same name; then returns the node
    /// of that one.
    pub(super) fn bind(
        &mut self,
        group: GroupId,
        name: NameId,
        node: NodeId,
        kind: u8,
    ) -> Option<NodeId> {
        match self.pending_nodes.entry((group, name)) {
            Entry::Occupied(earlier) => return Some(*earlier.get()),
            Entry::Vacant(free) => free.insert(node),
        };
        let index = u32::try_from(self.pending.len()).unwrap_or(NO_PENDING);
        self.pending.push(Pending { name, node, kind, next: NO_PENDING });
        let entry = &mut self.groups[group as usize];
        match entry.last {
            NO_PENDING => entry.first = index,
            last => self.pending[last as usize].next = index,
        }
        entry.last = index;
        None
    }

    /// The binders of a group, in order.
    pub(super) fn binders(&self, group: GroupId) -> impl Iterator<Item = Pending> {
        let at = |index: u32| self.pending.get(index as usize).copied();
        let first = at(self.groups[group as usize].first);
        core::iter::successors(first, move |pending| at(pending.next))
    }
}
