//! Names as numbers: a set of texts that only grows, shared by all threads without locks.
//!
//! Each different text gets a dense, stable [`Id`]; equal texts get equal ids, whichever threads ask,
//! and texts are never moved or freed before the interner is. So a name can be a `u32` in every table
//! of the engine, and `&str` wherever it is shown.
//!
//! # Structure
//!
//! - The *index* finds a text by its hash. It begins with an array of 4,096 links, chosen by the
//!   first 12 bits of the hash. A link is null or leads to a node; a node holds one text and four more
//!   links, chosen by the next two bits, and so on. This is a trie of hashes in which every node is an
//!   entry.
//! - The *log* lists the nodes by id, in segments of doubling length. Further lists hold a [`Sketch`]
//!   of each text, for searches through all of them.
//!
//! # Why a trie
//!
//! A hash table must be rehashed when it grows, and rehashing while others insert is what makes
//! concurrent tables hard. The trie grows at its leaves only. A link changes once in its life, from
//! null to a node. Everything below follows from that.
//!
//! The price is depth: about log4 of the names per root, 3 to 4 nodes at 100,000 names. Texts with the
//! same hash follow each other in the first child: slower, never wrong.
//!
//! # Protocol
//!
//! 1. *Find.* Starting at the root link, load the link. If it is null, the text is not there.
//!    Otherwise compare; if the text differs, go on at the link that the next bits choose.
//! 2. *Insert.* Find. At a null link, make a node and compare-and-swap it in. If another thread was
//!    faster, its node is now in the link; compare with it and go on. As all threads walk the same
//!    links for the same text, two nodes with one text would have to be inserted through the same
//!    chain of links: the second inserter met the first one's node on its way, or lost the swap to it.
//!    So a text has at most one node, for ever.
//! 3. *Number.* A node in the index has no number at first, because a number taken earlier would be
//!    lost if the swap is, and ids would have holes. Whoever meets an unnumbered node, the inserter
//!    or another thread that looks for the same text, makes sure that it gets one:
//!
//!    a. load `count`, the number of the first free slot of the log as far as we know;
//!    b. load the node's id; if it is there, done;
//!    c. compare-and-swap the node into slot `count`, which may fail because another node is there;
//!    d. whichever node is in slot `count` now, store `count` as its id;
//!    e. compare-and-swap `count` to `count + 1`, and start over.
//!
//!    Every thread completes the work of the one before it, so a thread that is suspended in the
//!    middle delays nobody: this is lock-free, as the queue of Michael and Scott is.
//!
//! # Why a node is numbered once
//!
//! Suppose a node sits in slot `m`, and a thread puts it into slot `n` as well. The slots differ. If
//! `n < m`, slot `n` was filled before `count` passed it, by another node, and the swap in (c) fails.
//! If `n > m`, the thread loaded `count = n` in (a), and only then found the node without id in (b).
//! But `count` passed `m` in a step (e) that came after the step (d) in which the same thread stored
//! `m` as the id of the node in slot `m`. Step (e) is `Release`, all later ones continue its release
//! sequence, and (a) is `Acquire`: so (b) sees the id. Contradiction. As a node is in one slot, every
//! store in (d) stores the same value, and a plain store is enough.
//!
//! # Orderings
//!
//! - Links: `Release` when a node goes in, `Acquire` when it is read: its header and text come along.
//! - `id`: `Release` in (d), `Acquire` in (b): who knows the id finds the slot filled, because the
//!   thread in (d) had seen it filled in (c), and reads of one location do not go back.
//! - `count`: as above. Nothing needs a total order over several locations, hence no `SeqCst`.
//!
//! # Memory
//!
//! Nodes are freed with the interner. Between that and their insertion nothing is ever taken out, so
//! no thread needs to pin or to hold anything; `&self` is enough.

mod log;
mod node;
mod sketch;

use core::fmt;
use core::marker::PhantomData;
use core::ops::Range;
use core::ptr::{self, NonNull};

use self::log::{Empty, Log};
use self::node::{BITS, Link, Node, UNNUMBERED};
pub use self::sketch::{Letters, Pairs, Sketch, Step, begins_word};
use crate::Id;
use crate::primitive::sync::atomic::{AtomicPtr, AtomicU32, AtomicU64, AtomicUsize, Ordering};

/// Bits of the hash that choose the root link.
const ROOT_BITS: u32 = if cfg!(any(loom, miri)) { 1 } else { 12 };

/// A growing set of texts with dense ids. See the [module documentation](self).
pub struct Interner<Tag> {
    roots: Box<[Link]>,
    /// The nodes by their numbers; null at first.
    log: Log<Link>,
    /// The letters of each text, and its mark.
    letters: Log<AtomicU64>,
    /// The words of each text's sketch, and its pairs.
    words: Log<AtomicU64>,
    pairs: Log<AtomicU64>,
    count: AtomicU32,
    node_bytes: AtomicUsize,
    tag: PhantomData<fn() -> Tag>,
}

/// The memory of an [`Interner`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InternerMemory {
    /// Different texts.
    pub names: usize,
    /// Bytes of the texts with their headers.
    pub node_bytes: usize,
    /// Bytes of the root links, the log and the sketches.
    pub index_bytes: usize,
}

impl InternerMemory {
    /// All bytes.
    pub const fn bytes(self) -> usize {
        self.node_bytes + self.index_bytes
    }
}

// SAFETY: the interner owns its nodes as boxes would; they hold bytes and atomics.
unsafe impl<Tag> Send for Interner<Tag> {}
// SAFETY: everything that changes through `&self` is atomic; see the module documentation.
unsafe impl<Tag> Sync for Interner<Tag> {}

impl Empty for Link {
    fn empty() -> Self {
        Self::new(ptr::null_mut())
    }
}

impl Empty for AtomicU64 {
    fn empty() -> Self {
        Self::new(0)
    }
}

/// How many texts one step of a search filters before it hands them out.
const FILTERED_AT_ONCE: u32 = 256;

/// Where a search ended.
enum Place<'links> {
    /// The node of the text.
    Node(NonNull<Node>),
    /// The link in which the node would have to be, and the bits that choose the links behind it.
    Link(&'links Link, u64),
}

impl<Tag> Interner<Tag> {
    /// An interner without texts.
    pub fn new() -> Self {
        Self {
            roots: (0..1 << ROOT_BITS).map(|_| AtomicPtr::new(ptr::null_mut())).collect(),
            log: Log::new(),
            letters: Log::new(),
            words: Log::new(),
            pairs: Log::new(),
            count: AtomicU32::new(0),
            node_bytes: AtomicUsize::new(0),
            tag: PhantomData,
        }
    }

    /// The id of a text, which is added if it is new.
    ///
    /// # Panics
    ///
    /// If there are 2³² − 1 texts, or the text is longer than 4 GiB.
    pub fn intern(&self, text: &str) -> Id<Tag> {
        let hash = node::hash(text);
        match self.find(text, hash) {
            Place::Node(node) => self.id_of(node),
            Place::Link(link, path) => self.insert(text, hash, link, path),
        }
    }

    /// The id of a text, if it was ever interned.
    pub fn get(&self, text: &str) -> Option<Id<Tag>> {
        match self.find(text, node::hash(text)) {
            Place::Node(node) => Some(self.id_of(node)),
            Place::Link(..) => None,
        }
    }

    /// The text of an id.
    ///
    /// # Panics
    ///
    /// If the id is not one of this interner.
    #[inline]
    pub fn text(&self, id: Id<Tag>) -> &str {
        let node =
            self.log.find(id.raw()).and_then(|link| NonNull::new(link.load(Ordering::Acquire)));
        let node = node.expect("the id is of this interner");
        // SAFETY: nodes of the log live as long as the interner.
        unsafe { Node::text(node) }
    }

    /// Marks a text as one that [`search`](Self::search) goes through.
    pub fn mark(&self, id: Id<Tag>) {
        // `Relaxed`: whoever has to see the mark learns of it in another way, as of the id.
        if let Some(letters) = self.letters.find(id.raw())
            && letters.load(Ordering::Relaxed) & Letters::MARK == 0
        {
            letters.fetch_or(Letters::MARK, Ordering::Relaxed);
        }
    }

    /// Calls `found` for each marked text in a range of ids whose letters cover those that are wanted,
    /// in the order of the ids. Reads lists of words and no text.
    ///
    /// # Panics
    ///
    /// If the range goes beyond [`len`](Self::len).
    #[inline]
    pub fn search(
        &self,
        ids: Range<usize>,
        wanted: Letters,
        mut found: impl FnMut(Id<Tag>, Sketch<&AtomicU64>),
    ) {
        assert!(ids.end <= self.len(), "the ids are of this interner");
        let wanted = wanted.word() | Letters::MARK;
        let mut places = [0_u32; FILTERED_AT_ONCE as usize];
        // `len` has seen `count` pass all slots of the range, so all words were written before.
        #[expect(clippy::cast_possible_truncation, reason = "ids have 32 bits")]
        let (mut start, end) = (ids.start as u32, ids.end as u32);
        while start < end {
            let step = end.min(start.saturating_add(FILTERED_AT_ONCE));
            let letters = self.letters.run(start..step);
            let (words, pairs) = (self.words.run(start..step), self.pairs.run(start..step));
            if letters.is_empty() {
                return;
            }
            // Without a branch, because whether a text passes cannot be foreseen.
            let mut count = 0;
            for (place, letters) in (0_u32..).zip(letters) {
                places[count % FILTERED_AT_ONCE as usize] = place;
                let passes = letters.load(Ordering::Relaxed) & wanted == wanted;
                count += usize::from(passes);
            }
            for &place in &places[..count] {
                let words = words[place as usize].load(Ordering::Relaxed);
                let sketch = Sketch::from_words(&pairs[place as usize], words);
                found(Id::new(start + place), sketch);
            }
            start += u32::try_from(letters.len()).unwrap_or(u32::MAX);
        }
    }

    /// The number of texts. All ids below it are in use; other threads may be adding more.
    pub fn len(&self) -> usize {
        self.count.load(Ordering::Acquire) as usize
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The memory of the interner.
    pub fn memory(&self) -> InternerMemory {
        InternerMemory {
            names: self.len(),
            node_bytes: self.node_bytes.load(Ordering::Relaxed),
            index_bytes: size_of_val(&*self.roots)
                + self.log.bytes()
                + self.letters.bytes()
                + self.words.bytes()
                + self.pairs.bytes(),
        }
    }

    #[inline]
    fn find(&self, text: &str, hash: u64) -> Place<'_> {
        // In two steps, because a shift by 64 would overflow if there were no root bits.
        let root = hash >> 32 >> (32 - ROOT_BITS);
        Self::find_from(&self.roots[root as usize], hash << ROOT_BITS, text, hash)
    }

    /// Step 1 of the protocol, from a link on.
    #[inline]
    fn find_from<'links>(
        mut link: &'links Link,
        mut path: u64,
        text: &str,
        hash: u64,
    ) -> Place<'links> {
        loop {
            let Some(node) = NonNull::new(link.load(Ordering::Acquire)) else {
                return Place::Link(link, path);
            };
            // SAFETY: nodes in the index live as long as the interner, hence the links.
            unsafe {
                if (*node.as_ptr()).hash == hash && Node::text(node) == text {
                    return Place::Node(node);
                }
                link = &(*node.as_ptr()).children[(path >> (u64::BITS - BITS)) as usize];
            }
            path <<= BITS;
        }
    }

    /// Step 2 of the protocol, from the null link on that the search found.
    #[cold]
    fn insert(&self, text: &str, hash: u64, link: &Link, path: u64) -> Id<Tag> {
        let new = Node::allocate(text, hash);
        let mut place = Place::Link(link, path);
        loop {
            match place {
                Place::Node(node) => {
                    // SAFETY: the new node was not put into the index, so only we know it.
                    unsafe { Node::free(new) };
                    return self.id_of(node);
                }
                Place::Link(link, path) => {
                    // `Release` publishes the node. A failure is not looked at: the search goes on
                    // from the same link, which is not null any more.
                    let swapped = link.compare_exchange(
                        ptr::null_mut(),
                        new.as_ptr(),
                        Ordering::Release,
                        Ordering::Relaxed,
                    );
                    if swapped.is_ok() {
                        self.node_bytes.fetch_add(Node::bytes(text), Ordering::Relaxed);
                        return self.id_of(new);
                    }
                    place = Self::find_from(link, path, text, hash);
                }
            }
        }
    }

    /// The id of a node of the index; step (b) of the protocol in the usual case.
    #[inline]
    fn id_of(&self, node: NonNull<Node>) -> Id<Tag> {
        // SAFETY: nodes of the index live as long as the interner.
        let id = unsafe { &(*node.as_ptr()).id }.load(Ordering::Acquire);
        if id == UNNUMBERED { self.number(node) } else { Id::new(id) }
    }

    /// Writes down what searches need to know of a text. Every thread that helps to number it does so
    /// before its step (e), and all write the same.
    fn note(&self, number: u32, text: &str) {
        let (pairs, words) = Sketch::of(text).to_words();
        self.pairs.slot(number).store(pairs, Ordering::Relaxed);
        self.words.slot(number).store(words, Ordering::Relaxed);
        // Another thread may have marked the text already, so its word is not overwritten.
        self.letters.slot(number).fetch_or(Letters::of(text).word(), Ordering::Relaxed);
    }

    /// Step 3 of the protocol.
    #[cold]
    fn number(&self, node: NonNull<Node>) -> Id<Tag> {
        loop {
            let count = self.count.load(Ordering::Acquire);
            // SAFETY: as in `id_of`.
            let id = unsafe { &(*node.as_ptr()).id }.load(Ordering::Acquire);
            if id != UNNUMBERED {
                return Id::new(id);
            }
            assert!(count != UNNUMBERED, "there are too many names for 32 bits");
            let placed = match self.log.slot(count).compare_exchange(
                ptr::null_mut(),
                node.as_ptr(),
                Ordering::AcqRel,
                Ordering::Acquire,
            ) {
                Ok(_) => node.as_ptr(),
                Err(other) => other,
            };
            // SAFETY: `placed` is not null, and what is in the log lives as long as the interner.
            self.note(count, unsafe { Node::text(NonNull::new_unchecked(placed)) });
            // SAFETY: as in `id_of`: what is in the log is in the index.
            unsafe { &(*placed).id }.store(count, Ordering::Release);
            // A failure means that another thread did it.
            _ = self.count.compare_exchange(count, count + 1, Ordering::AcqRel, Ordering::Relaxed);
        }
    }
}

impl<Tag> Default for Interner<Tag> {
    fn default() -> Self {
        Self::new()
    }
}

impl<Tag> Drop for Interner<Tag> {
    fn drop(&mut self) {
        // Through the index, not the log, and with a list instead of recursion, because collisions
        // may make a chain of any length.
        let mut nodes: Vec<*mut Node> =
            self.roots.iter().map(|link| link.load(Ordering::Acquire)).collect();
        while let Some(node) = nodes.pop() {
            let Some(node) = NonNull::new(node) else { continue };
            // SAFETY: a node is in one link only and the interner is ours, so each is met, and
            // freed, once; its links are read before.
            unsafe {
                let children = &(*node.as_ptr()).children;
                nodes.extend(children.iter().map(|link| link.load(Ordering::Acquire)));
                Node::free(node);
            }
        }
    }
}

impl<Tag> fmt::Debug for Interner<Tag> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Interner({:?})", self.memory())
    }
}
