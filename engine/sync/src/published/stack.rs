//! The queue of what nobody can read any more: an intrusive lock-free stack.
//!
//! # Protocol
//!
//! Any thread pushes; any thread takes *everything* at once. A node carries its own link, so a push
//! allocates nothing: it writes the link and swings the head by compare-and-swap. Taking swaps the
//! head with null and owns the whole chain.
//!
//! There is no operation that takes one node. That is what makes the classic trap of such stacks,
//! A-B-A, impossible: a push never looks inside the old head, it only stores its address, so it does
//! not matter whether the head was taken and pushed again in between.
//!
//! # Orderings
//!
//! - Push: the successful compare-and-swap is `Release`, so that whoever takes the chain sees the
//!   node's link and content. A failed one and the first load are `Relaxed`: the value is only
//!   stored, never followed.
//! - Take: the swap is `Acquire` and pairs with the pushes. It needs to pair with *all* pushes of the
//!   chain, not only the last one: each push is a read-modify-write of the head, so it continues the
//!   release sequence of the push before it.
//! - Links are written before the push and read after the take; the head orders them, so they are
//!   `Relaxed`. They are atomic only so that no access needs `unsafe`.

use core::fmt;
use core::ptr;

use crate::primitive::sync::atomic::{AtomicPtr, Ordering};

/// A node of a [`Stack`].
pub(crate) trait Linked: Sized {
    /// The pointer to the next node. While the node is not in a stack it means nothing.
    fn link(&self) -> &AtomicPtr<Self>;
}

/// A lock-free stack that owns its nodes.
pub(crate) struct Stack<Node: Linked> {
    head: AtomicPtr<Node>,
}

// SAFETY: the stack owns its nodes and gives each to exactly one taker, so sending or sharing the
// stack sends nodes between threads and never shares a node.
unsafe impl<Node: Linked + Send> Send for Stack<Node> {}
// SAFETY: as above.
unsafe impl<Node: Linked + Send> Sync for Stack<Node> {}

impl<Node: Linked> Stack<Node> {
    pub(crate) fn new() -> Self {
        Self { head: AtomicPtr::new(ptr::null_mut()) }
    }

    /// Adds a node.
    pub(crate) fn push(&self, node: Box<Node>) {
        let node = Box::into_raw(node);
        // SAFETY: the pointer was a box a moment ago and no other thread knows it yet. The
        // reference ends before the node is published.
        let link = unsafe { (*node).link() };
        let mut head = self.head.load(Ordering::Relaxed);
        loop {
            link.store(head, Ordering::Relaxed);
            match self.head.compare_exchange_weak(head, node, Ordering::Release, Ordering::Relaxed)
            {
                Ok(_) => return,
                Err(changed) => head = changed,
            }
        }
    }

    /// Takes all nodes, the last one pushed first.
    pub(crate) fn take(&self) -> Taken<Node> {
        // A plain load first: an empty stack is the usual case and costs no write to a shared line.
        if self.head.load(Ordering::Relaxed).is_null() {
            return Taken { next: ptr::null_mut() };
        }
        Taken { next: self.head.swap(ptr::null_mut(), Ordering::Acquire) }
    }
}

impl<Node: Linked> Drop for Stack<Node> {
    fn drop(&mut self) {
        drop(self.take());
    }
}

impl<Node: Linked> fmt::Debug for Stack<Node> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Stack")
    }
}

/// The nodes taken from a [`Stack`]; those that are not iterated are dropped.
pub(crate) struct Taken<Node: Linked> {
    next: *mut Node,
}

impl<Node: Linked> Iterator for Taken<Node> {
    type Item = Box<Node>;

    fn next(&mut self) -> Option<Box<Node>> {
        if self.next.is_null() {
            return None;
        }
        // SAFETY: the chain consists of boxes that `push` turned into pointers, and `take` removed
        // it from the stack as a whole, so this iterator is its only owner.
        let node = unsafe { Box::from_raw(self.next) };
        self.next = node.link().load(Ordering::Relaxed);
        Some(node)
    }
}

impl<Node: Linked> Drop for Taken<Node> {
    fn drop(&mut self) {
        self.for_each(drop);
    }
}
