//! Texts that reach a channel which takes programs.

use memchr::memmem;
use rustc_hash::FxHashMap;

use super::Found;
use super::channel::{Channel, Channels, Naming};
use super::graph::{Graph, NO_TAG, News, Point};
use super::message::{Leaf, LeafKind, Path, Paths};
use crate::ir::{BinderId, EndpointId, Ir, NameId, NodeId};
use crate::languages::rholang::kind::{ChannelKind, EndpointRole, NodeKind};
use crate::languages::rholang::shape;
use crate::region::{LanguageTag, QuotedMessage, Reason, Rule, SinkExport, Sinks};
use crate::text::TextRange;

/// Whether anything in the file could reach a channel that takes programs.
pub(super) fn is_needed(text: &str, ir: Ir<'_>, sinks: &dyn Sinks) -> bool {
    let occurs = |words: &str| memmem::find(text.as_bytes(), words.as_bytes()).is_some();
    let settings = sinks.settings();
    // One search is enough for most texts.
    let may_occur = occurs(settings.common_channel_start());
    may_occur && settings.channels().any(occurs) || sends_to_other_file(ir, sinks)
}

/// Whether a message goes to a channel from which another file takes programs.
fn sends_to_other_file(ir: Ir<'_>, sinks: &dyn Sinks) -> bool {
    let quoted = memchr::memchr_iter(ChannelKind::Quoted.code(), ir.endpoints.channel_kind);
    quoted.map(EndpointId::from_index).any(|endpoint| {
        let row = ir.endpoints.row(endpoint);
        if !EndpointRole::from_code(row.role).is_send() {
            return false;
        }
        let message = QuotedMessage {
            channel: ir.names.text(NameId::new(row.channel)),
            arity: row.arity,
            head: row.head.some().map(|head| ir.names.text(head)),
        };
        (0..row.arity).any(|index| sinks.quoted(&message, index).is_some())
    })
}

/// Marks the texts that reach a channel which takes programs, and returns what the file promises to
/// others.
pub(super) fn apply<'a>(
    text: &'a str,
    ir: Ir<'a>,
    sinks: &'a dyn Sinks,
    found: &mut Found<'_>,
) -> Vec<SinkExport> {
    let mut flow = Flow::new(text, ir, sinks);
    flow.collect();
    flow.connect_all();
    flow.tag_own();
    let exports = flow.exports();
    flow.tag_others();
    flow.mark(found);
    exports
}

/// The arity that stands for any.
const ANY: u32 = u32::MAX;
/// The head that stands for any message.
const ALL_HEADS: u32 = u32::MAX;
/// The head of messages whose first part is no string literal.
const UNKNOWN_HEAD: u32 = u32::MAX - 1;

/// A part of the messages of a channel.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
struct Slot {
    channel: Channel,
    arity: u32,
    head: u32,
    index: u32,
    path: Path,
}

/// A place in a message that holds a text or a channel.
#[derive(Clone, Copy)]
struct MessagePart {
    index: u32,
    path: Path,
    point: Point,
}

/// What is sent or expected at one place of the program: an endpoint, or either side of a `let` or
/// `match`, which are communications on a channel of their own.
struct Message {
    naming: Naming,
    /// The name or process that names the channel.
    place: NodeId,
    is_send: bool,
    arity: u32,
    /// Whether more parts may follow.
    is_open: bool,
    head: NameId,
    first_part: usize,
    part_end: usize,
    /// The next message on the same variable.
    next: Option<usize>,
}

/// Why a point takes programs.
struct Goal {
    language: LanguageTag,
    rule: Rule,
    place: TextRange,
    /// The points that are sent there directly.
    first_part: usize,
    part_end: usize,
}

struct Flow<'a> {
    ir: Ir<'a>,
    sinks: &'a dyn Sinks,
    channels: Channels<'a>,
    paths: Paths<'a>,
    graph: Graph,
    messages: Vec<Message>,
    parts: Vec<MessagePart>,
    /// Texts and the points that they are at.
    texts: Vec<(NodeId, Point, usize)>,
    slots: FxHashMap<Slot, Point>,
    /// The last message on each variable.
    on_variable: Vec<Option<usize>>,
    goals: Vec<Goal>,
    has_heads: bool,
    has_open: bool,
    leaves: Vec<Leaf>,
}

impl<'a> Flow<'a> {
    fn new(text: &'a str, ir: Ir<'a>, sinks: &'a dyn Sinks) -> Self {
        Self {
            ir,
            sinks,
            channels: Channels::new(text, ir, sinks.settings()),
            paths: Paths::new(text, ir),
            graph: Graph::new(ir.binders.len()),
            messages: Vec::new(),
            parts: Vec::new(),
            texts: Vec::new(),
            slots: FxHashMap::default(),
            on_variable: vec![None; ir.binders.len()],
            goals: Vec::new(),
            has_heads: false,
            has_open: false,
            leaves: Vec::new(),
        }
    }

    // ---- collecting messages ----

    fn collect(&mut self) {
        for binder in self.ir.binders.ids() {
            if let Naming::Known(channel) = self.channels.of_binder(binder) {
                self.graph.add_channel(Point(binder.raw()), channel);
            }
        }
        for endpoint in self.ir.endpoints.ids() {
            self.collect_endpoint(endpoint);
        }
        for node in self.ir.nodes.ids() {
            match shape::kind(self.ir.nodes, node) {
                NodeKind::LetBind | NodeKind::LetAssign => self.collect_let(node),
                NodeKind::Match => self.collect_match(node),
                _ => {}
            }
        }
    }

    fn collect_endpoint(&mut self, endpoint: EndpointId) {
        let row = self.ir.endpoints.row(endpoint);
        let (node, nodes) = (row.node, self.ir.nodes);
        match EndpointRole::from_code(row.role) {
            EndpointRole::Send | EndpointRole::PersistentSend => {
                let name = nodes.children(node).next();
                let message = self.begin(endpoint, name, true);
                self.add_values(shape::after_first_child(nodes, node), nodes.subtree_end(node), 0);
                self.end(message);
            }
            EndpointRole::SyncSend => self.collect_call(endpoint, node),
            EndpointRole::Receive | EndpointRole::RepeatedReceive | EndpointRole::Peek => {
                let source = shape::patterns(nodes, node).end;
                let is_source = source < nodes.subtree_end(node);
                let is_asking =
                    is_source && shape::kind(nodes, source) == NodeKind::ReceiveSendSource;
                let name = if is_asking { nodes.children(source).next() } else { Some(source) };
                let message = self.begin(endpoint, name.filter(|_| is_source), false);
                self.add_patterns(node);
                self.end(message);
            }
            EndpointRole::Contract => {
                let name = nodes.children(node).next();
                let message = self.begin(endpoint, name, false);
                self.add_patterns(node);
                self.end(message);
            }
            EndpointRole::MethodSend | EndpointRole::Agent => {}
        }
    }

    /// `c!?(a, b)`: the message begins with the channel on which the answer is received.
    fn collect_call(&mut self, endpoint: EndpointId, node: NodeId) {
        let nodes = self.ir.nodes;
        let name = nodes.children(node).next();
        let first = shape::after_first_child(nodes, node);
        let end = match shape::kind(nodes, node) {
            NodeKind::SyncSendThen => shape::last_child(nodes, node).max(first),
            _ => nodes.subtree_end(node),
        };
        let message = self.begin(endpoint, name, true);
        let is_source = shape::kind(nodes, node) == NodeKind::SendReceiveSource;
        let answer = self.channels.anonymous();
        if is_source {
            let point = self.graph.add_point();
            self.graph.add_channel(point, answer);
            self.parts.push(MessagePart { index: 0, path: 0, point });
        }
        self.add_values(first, end, 1);
        self.end(message);
        if let Some(bind) = nodes.parent(node).some().filter(|_| is_source) {
            let (arity, is_open) = shape::pattern_arity(nodes, shape::patterns(nodes, bind));
            let message =
                self.begin_on(Naming::Known(answer), node, false, (arity, is_open), NameId::NONE);
            self.add_patterns(bind);
            self.end(message);
        }
    }

    fn collect_let(&mut self, node: NodeId) {
        let nodes = self.ir.nodes;
        let patterns = shape::patterns(nodes, node);
        let mut value = patterns.end;
        let mut pattern = patterns.start;
        let end = nodes.subtree_end(node);
        while pattern < patterns.end && value < end {
            if shape::kind(nodes, pattern) == NodeKind::Remainder {
                return;
            }
            let naming = Naming::Known(self.channels.anonymous());
            let (next_pattern, next_value) = (nodes.subtree_end(pattern), nodes.subtree_end(value));
            self.add_side(naming, value, true);
            self.add_side(naming, pattern, false);
            (pattern, value) = (next_pattern, next_value);
        }
    }

    fn collect_match(&mut self, node: NodeId) {
        let nodes = self.ir.nodes;
        let mut children = nodes.children(node);
        let Some(value) = children.next() else { return };
        let naming = Naming::Known(self.channels.anonymous());
        self.add_side(naming, value, true);
        for case in children.filter(|&case| shape::kind(nodes, case) == NodeKind::Case) {
            if let Some(pattern) = nodes.children(case).next() {
                self.add_side(naming, pattern, false);
            }
        }
    }

    /// Adds a message of one part.
    fn add_side(&mut self, naming: Naming, node: NodeId, is_send: bool) {
        let message = self.begin_on(naming, node, is_send, (1, false), NameId::NONE);
        if is_send {
            self.add_value(node, 0);
        } else {
            self.add_pattern(node, 0);
        }
        self.end(message);
    }

    fn begin(&mut self, endpoint: EndpointId, name: Option<NodeId>, is_send: bool) -> usize {
        let row = self.ir.endpoints.row(endpoint);
        let naming = self.channels.of_endpoint(endpoint, name);
        let arity = (row.arity, row.has_remainder != 0);
        self.begin_on(naming, name.unwrap_or(row.node), is_send, arity, row.head)
    }

    fn begin_on(
        &mut self,
        naming: Naming,
        place: NodeId,
        is_send: bool,
        (arity, is_open): (u32, bool),
        head: NameId,
    ) -> usize {
        let index = self.messages.len();
        let mut next = None;
        if let Naming::Variable(binder) = naming
            && let Some(last) = self.on_variable.get_mut(binder.index())
        {
            next = last.replace(index);
        }
        self.has_heads |= !is_send && head.is_some();
        self.has_open |= is_open;
        let first_part = self.parts.len();
        let part_end = first_part;
        self.messages.push(Message {
            naming,
            place,
            is_send,
            arity,
            is_open,
            head,
            first_part,
            part_end,
            next,
        });
        index
    }

    fn end(&mut self, message: usize) {
        let end = self.parts.len();
        if let Some(message) = self.messages.get_mut(message) {
            message.part_end = end;
        }
    }

    fn add_values(&mut self, first: NodeId, end: NodeId, index: u32) {
        let (mut value, mut index) = (first, index);
        while value < end {
            self.add_value(value, index);
            value = self.ir.nodes.subtree_end(value);
            index += 1;
        }
    }

    fn add_value(&mut self, value: NodeId, index: u32) {
        let mut leaves = core::mem::take(&mut self.leaves);
        self.paths.value(value, &mut leaves);
        for leaf in leaves.drain(..) {
            let point = self.add_part(index, leaf.path);
            match leaf.kind {
                LeafKind::Variable => {
                    if let Some(binder) = self.ir.binder_of(leaf.node) {
                        self.graph.add_edge(Point(binder.raw()), point);
                    }
                }
                LeafKind::Text => self.texts.push((leaf.node, point, self.parts.len() - 1)),
                LeafKind::ChannelName => {
                    let channel = self.channels.of_string(leaf.node);
                    self.graph.add_channel(point, channel);
                }
            }
        }
        self.leaves = leaves;
    }

    fn add_patterns(&mut self, node: NodeId) {
        let patterns = shape::patterns(self.ir.nodes, node);
        let (mut pattern, mut index) = (patterns.start, 0);
        while pattern < patterns.end {
            let kind = shape::kind(self.ir.nodes, pattern);
            if !matches!(kind, NodeKind::Remainder | NodeKind::Error | NodeKind::MethodName) {
                self.add_pattern(pattern, index);
                index += 1;
            }
            pattern = self.ir.nodes.subtree_end(pattern);
        }
    }

    fn add_pattern(&mut self, pattern: NodeId, index: u32) {
        let mut leaves = core::mem::take(&mut self.leaves);
        self.paths.pattern(pattern, &mut leaves);
        for leaf in leaves.drain(..) {
            if let Some(binder) = self.ir.binder_of(leaf.node) {
                let point = self.add_part(index, leaf.path);
                self.graph.add_edge(point, Point(binder.raw()));
            }
        }
        self.leaves = leaves;
    }

    fn add_part(&mut self, index: u32, path: Path) -> Point {
        let point = self.graph.add_point();
        self.parts.push(MessagePart { index, path, point });
        point
    }

    // ---- who sends to whom ----

    fn connect_all(&mut self) {
        for message in 0..self.messages.len() {
            match self.messages[message].naming {
                Naming::Known(channel) => self.connect(message, channel),
                // The file may use what a variable stands for on both sides.
                Naming::Variable(binder) => self.connect(message, Channel(binder.raw())),
                Naming::Computed => {}
            }
        }
        while let Some((point, news)) = self.graph.pass_news() {
            let News::Channel(channel) = news else { continue };
            let mut next = self.on_variable.get(point.0 as usize).copied().flatten();
            while let Some(message) = next {
                next = self.messages[message].next;
                self.connect(message, channel);
            }
        }
    }

    /// Lets a message meet those on the other side of a channel.
    fn connect(&mut self, message: usize, channel: Channel) {
        let message = &self.messages[message];
        let head = message.head.some().map(NameId::raw);
        let (arities, heads) = if message.is_send {
            (
                [Some(message.arity), self.has_open.then_some(ANY)],
                [Some(ALL_HEADS), self.has_heads.then_some(head.unwrap_or(UNKNOWN_HEAD))],
            )
        } else {
            let arity = if message.is_open { ANY } else { message.arity };
            let heads = match head {
                Some(head) => [Some(head), Some(UNKNOWN_HEAD)],
                None => [Some(ALL_HEADS), None],
            };
            ([Some(arity), None], heads)
        };
        let (is_send, parts) = (message.is_send, message.first_part..message.part_end);
        for part in parts {
            let MessagePart { index, path, point } = self.parts[part];
            for arity in arities.into_iter().flatten() {
                for head in heads.into_iter().flatten() {
                    let slot = Slot { channel, arity, head, index, path };
                    let graph = &mut self.graph;
                    let slot = *self.slots.entry(slot).or_insert_with(|| graph.add_point());
                    let (from, to) = if is_send { (point, slot) } else { (slot, point) };
                    self.graph.add_edge(from, to);
                }
            }
        }
    }

    // ---- what takes programs ----

    /// Tags what this file sends to channels that take programs, and what comes to be sent there.
    fn tag_own(&mut self) {
        for message in 0..self.messages.len() {
            if let Some(language) = self.language_of(message) {
                self.add_goal(message, language, Rule::Channel, None);
            }
        }
        self.graph.pass_tags();
    }

    /// The language of the programs that all channels take on which a message is sent.
    fn language_of(&self, message: usize) -> Option<LanguageTag> {
        let message = &self.messages[message];
        if !message.is_send {
            return None;
        }
        match message.naming {
            Naming::Known(channel) => self.channels.language(channel),
            Naming::Variable(binder) => {
                let channels = self.graph.channels(Point(binder.raw()));
                let language = self.channels.language(*channels.channels().first()?)?;
                let is_same =
                    |&channel: &Channel| self.channels.language(channel) == Some(language);
                let is_certain = !channels.is_open && channels.channels().iter().all(is_same);
                is_certain.then_some(language)
            }
            Naming::Computed => None,
        }
    }

    /// Tags the parts of a message, or those at one place of it.
    fn add_goal(&mut self, message: usize, language: LanguageTag, rule: Rule, at: Option<u32>) {
        let message = &self.messages[message];
        let place = self.ir.range(message.place);
        let (first_part, part_end) = (message.first_part, message.part_end);
        let tag = u32::try_from(self.goals.len()).unwrap_or(NO_TAG);
        self.goals.push(Goal { language, rule, place, first_part, part_end });
        for part in self.parts.get(first_part..part_end).unwrap_or(&[]) {
            if part.path == 0 && at.is_none_or(|index| index == part.index) {
                self.graph.tag(part.point, tag);
            }
        }
    }

    /// What the receives of this file take from channels that are known to all.
    fn exports(&self) -> Vec<SinkExport> {
        let tagged = self.slots.iter().filter_map(|(slot, &point)| {
            let goal = self.goals.get(self.graph.tag_of(point) as usize)?;
            let text = self.channels.text(slot.channel).filter(|text| !text.is_uri)?;
            let head = match slot.head {
                UNKNOWN_HEAD => return None,
                ALL_HEADS => None,
                head => Some(self.ir.names.text(NameId::new(head)).into()),
            };
            (slot.path == 0).then(|| SinkExport {
                channel: text.text.into(),
                arity: slot.arity,
                head,
                index: slot.index,
                language: goal.language,
            })
        });
        let mut exports: Vec<SinkExport> = tagged.collect();
        exports.sort_unstable();
        exports.dedup();
        exports
    }

    /// Tags what this file sends to channels from which other files take programs.
    fn tag_others(&mut self) {
        for message in 0..self.messages.len() {
            let Some(channel) = self.only_channel_of(message) else { continue };
            let Some(text) = self.channels.text(channel).filter(|text| !text.is_uri) else {
                continue;
            };
            let Message { arity, head, .. } = self.messages[message];
            let head = head.some().map(|head| self.ir.names.text(head));
            let quoted = QuotedMessage { channel: text.text, arity, head };
            for index in 0..arity {
                if let Some(language) = self.sinks.quoted(&quoted, index) {
                    self.add_goal(message, language, Rule::OtherFile, Some(index));
                }
            }
        }
        self.graph.pass_tags();
    }

    /// The one channel on which a message is sent.
    fn only_channel_of(&self, message: usize) -> Option<Channel> {
        let message = &self.messages[message];
        match message.naming {
            Naming::Known(channel) if message.is_send => Some(channel),
            Naming::Variable(binder) if message.is_send => self.only_channel(binder),
            _ => None,
        }
    }

    fn only_channel(&self, binder: BinderId) -> Option<Channel> {
        let channels = self.graph.channels(Point(binder.raw()));
        match channels.channels() {
            [only] if !channels.is_open => Some(*only),
            _ => None,
        }
    }

    // ---- results ----

    fn mark(&self, found: &mut Found<'_>) {
        for &(node, point, part) in &self.texts {
            let Some(goal) = self.goals.get(self.graph.tag_of(point) as usize) else { continue };
            let is_direct = (goal.first_part..goal.part_end).contains(&part);
            let rule = if is_direct || goal.rule != Rule::Channel { goal.rule } else { Rule::Flow };
            found.mark_root(node, goal.language, Reason { rule, place: goal.place });
        }
    }
}
