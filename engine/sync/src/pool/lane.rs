//! Lanes: how urgent a piece of work is, and which work a worker may take.

use core::fmt;

/// How urgent a task is.
///
/// Workers take the most urgent task first. Work that is under way is not interrupted, but a task
/// of a less urgent lane lets more urgent ones go first wherever it forks (`join`) and between the
/// grains of its ranges (`for_each`, `map`), so it delays them by one piece, not by its whole
/// length.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Lane {
    /// Somebody waits for the answer: requests of the editor.
    Interactive = 0,
    /// Somebody looks at the result soon: analysis of open documents.
    Normal = 1,
    /// Nobody waits: indexing, reclaiming memory.
    Background = 2,
}

impl Lane {
    /// The number of lanes.
    pub const COUNT: usize = 3;

    /// All lanes, the most urgent one first.
    pub const ALL: [Self; Self::COUNT] = [Self::Interactive, Self::Normal, Self::Background];

    /// The place of the lane in tables that have one entry for each lane.
    #[inline]
    pub const fn index(self) -> usize {
        self as usize
    }
}

impl fmt::Display for Lane {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Interactive => "interactive",
            Self::Normal => "normal",
            Self::Background => "background",
        })
    }
}

/// The kind of a queued job: its lane, and whether it was forked or injected.
///
/// A *forked* job is a part of a task that is under way (`join`, `scope`, a range); some worker
/// waits for it or soon will. An *injected* job is a task of its own. Forked jobs of a lane go
/// before injected ones, because finishing a task that has begun frees more than beginning another.
/// That makes all kinds one line from most to least urgent:
///
/// ```text
/// 0 forked interactive   1 injected interactive
/// 2 forked normal        3 injected normal
/// 4 forked background    5 injected background
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Class(u8);

const _: () = assert!(Class::COUNT as usize == 2 * Lane::COUNT);

impl Class {
    /// The number of kinds.
    pub const COUNT: u8 = 6;

    /// Forked jobs of `lane`.
    #[inline]
    pub const fn forked(lane: Lane) -> Self {
        Self(2 * lane as u8)
    }

    /// Tasks of `lane`.
    #[inline]
    pub const fn injected(lane: Lane) -> Self {
        Self(2 * lane as u8 + 1)
    }

    /// The lane of the kind.
    #[inline]
    pub const fn lane(self) -> Lane {
        Lane::ALL[(self.0 / 2) as usize]
    }

    /// Whether the kind is a task of its own.
    #[inline]
    pub const fn is_injected(self) -> bool {
        self.0 % 2 == 1
    }

    /// The position in the line of kinds, from 0.
    #[inline]
    pub const fn raw(self) -> u8 {
        self.0
    }

    /// The kind at position `raw` of the line.
    #[inline]
    pub const fn from_raw(raw: u8) -> Self {
        assert!(raw < Self::COUNT, "there is no such kind of job");
        Self(raw)
    }
}

/// The kinds of jobs that a worker may take at the moment: always a beginning of the line that
/// [`Class`] describes, so one number says it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Accepts(u8);

impl Accepts {
    /// What a worker takes that has nothing under way.
    pub const EVERYTHING: Self = Self(Class::COUNT);

    /// What a worker takes while the task under way on it, in `lane`, waits for a part of itself:
    /// more urgent work, and parts of tasks of the same lane. The latter are needed for progress:
    /// the part waited for may wait for parts that lie in queues. Whole tasks of the same lane are
    /// not taken, because the wait would last as long as they do, and because they may themselves
    /// wait for the task below them on the stack, which would never end.
    #[inline]
    pub const fn while_waiting_in(lane: Lane) -> Self {
        Self(2 * lane as u8 + 1)
    }

    /// What goes before work in `lane`.
    #[inline]
    pub const fn more_urgent_than(lane: Lane) -> Self {
        Self(2 * lane as u8)
    }

    /// Whether a job of kind `class` may be taken.
    #[inline]
    pub const fn contains(self, class: Class) -> bool {
        class.0 < self.0
    }

    /// The number of kinds from the beginning of the line, at least 1 for a worker that sleeps.
    #[inline]
    pub const fn raw(self) -> u8 {
        self.0
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn kinds_stand_in_one_line() {
        let line: Vec<Class> = Lane::ALL
            .into_iter()
            .flat_map(|lane| [Class::forked(lane), Class::injected(lane)])
            .collect();
        assert!(line.is_sorted());
        for (position, class) in line.into_iter().enumerate() {
            assert_eq!(usize::from(class.raw()), position);
            assert_eq!(Class::from_raw(class.raw()), class);
            assert_eq!(
                class,
                if class.is_injected() {
                    Class::injected(class.lane())
                } else {
                    Class::forked(class.lane())
                }
            );
        }
    }

    #[test]
    fn a_waiting_worker_takes_parts_of_its_lane_and_more_urgent_work() {
        let accepts = Accepts::while_waiting_in(Lane::Normal);
        assert!(accepts.contains(Class::injected(Lane::Interactive)));
        assert!(accepts.contains(Class::forked(Lane::Normal)));
        assert!(!accepts.contains(Class::injected(Lane::Normal)));
        assert!(!accepts.contains(Class::forked(Lane::Background)));
        assert!(
            !Accepts::more_urgent_than(Lane::Interactive)
                .contains(Class::forked(Lane::Interactive))
        );
        assert!(Accepts::EVERYTHING.contains(Class::injected(Lane::Background)));
    }
}
