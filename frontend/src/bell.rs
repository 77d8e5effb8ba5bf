//! A bell: how a thread that takes from several channels sleeps until something comes.
//!
//! Waiting for several channels at once ([`crossbeam_channel::Select`]) enters the thread in a list of
//! each channel, and each list has a lock, which the thread meets when it is woken. So whoever sends
//! rings instead: the sleeper looks through its channels, and if all are empty it sleeps until the bell
//! rings. A bell that rings before the thread sleeps is not lost, since
//! [`unpark`](std::thread::Thread::unpark) leaves a token that the next [`park`](std::thread::park)
//! takes. A bell that rings for nothing costs one more look.

use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use crossbeam_channel::{
    Receiver, SendError, SendTimeoutError, Sender, TryRecvError, TrySendError,
};

/// Wakes one thread.
#[derive(Clone, Debug)]
pub struct Bell(Thread);

impl Bell {
    /// The bell of the calling thread, which is the one that [`sleep`]s.
    pub fn new() -> Self {
        Self(thread::current())
    }

    /// The bell of another thread.
    pub fn of(thread: &Thread) -> Self {
        Self(thread.clone())
    }

    /// Wakes the thread, or keeps it from falling asleep.
    pub fn ring(&self) {
        self.0.unpark();
    }

    /// Something that rings when it is dropped, so that the thread sees what has ended before.
    pub fn at_end(&self) -> RingAtEnd {
        RingAtEnd(self.clone())
    }
}

/// Rings when it is dropped.
#[derive(Debug)]
pub struct RingAtEnd(Bell);

impl Drop for RingAtEnd {
    fn drop(&mut self) {
        self.0.ring();
    }
}

impl Default for Bell {
    fn default() -> Self {
        Self::new()
    }
}

/// Sleeps until the bell of the calling thread rings, or to a moment. May return for no reason.
pub fn sleep(deadline: Option<Instant>) {
    match deadline.map(|deadline| deadline.saturating_duration_since(Instant::now())) {
        None => thread::park(),
        Some(Duration::ZERO) => {}
        Some(time) => thread::park_timeout(time),
    }
}

/// The next message of a channel whose senders ring; nothing if there will be none any more, which whoever
/// has the last sender rings for, see [`Bell::at_end`]. For a thread that takes from one channel: waiting
/// for one takes the lock of its list of waiters, which senders meet.
pub fn receive<T>(receiver: &Receiver<T>) -> Option<T> {
    loop {
        match receiver.try_recv() {
            Ok(message) => return Some(message),
            Err(TryRecvError::Disconnected) => return None,
            Err(TryRecvError::Empty) => sleep(None),
        }
    }
}

/// A sender that rings after each message. That there is none any more rings no bell; see
/// [`Bell::at_end`].
#[derive(Debug)]
pub struct RingingSender<T> {
    sender: Sender<T>,
    bell: Bell,
}

/// A channel that holds at most `capacity` messages for the thread of a bell.
pub fn channel<T>(capacity: usize, bell: &Bell) -> (RingingSender<T>, Receiver<T>) {
    let (sender, receiver) = crossbeam_channel::bounded(capacity);
    (RingingSender::new(sender, bell.clone()), receiver)
}

impl<T> RingingSender<T> {
    /// A sender that rings.
    pub fn new(sender: Sender<T>, bell: Bell) -> Self {
        Self { sender, bell }
    }

    /// Sends, and waits while the channel is full, until a moment.
    ///
    /// # Errors
    ///
    /// If the channel is still full then, or nobody receives any more.
    pub fn send_deadline(&self, message: T, deadline: Instant) -> Result<(), SendTimeoutError<T>> {
        self.sender.send_deadline(message, deadline)?;
        self.bell.ring();
        Ok(())
    }

    /// Sends, and waits while the channel is full.
    ///
    /// # Errors
    ///
    /// If nobody receives any more.
    pub fn send(&self, message: T) -> Result<(), SendError<T>> {
        self.sender.send(message)?;
        self.bell.ring();
        Ok(())
    }

    /// Sends if there is room.
    ///
    /// # Errors
    ///
    /// If the channel is full, or nobody receives any more.
    pub fn try_send(&self, message: T) -> Result<(), TrySendError<T>> {
        self.sender.try_send(message)?;
        self.bell.ring();
        Ok(())
    }
}

impl<T> Clone for RingingSender<T> {
    fn clone(&self) -> Self {
        Self { sender: self.sender.clone(), bell: self.bell.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGES: u32 = 2_000;

    #[test]
    fn no_message_is_slept_through() {
        let bell = Bell::new();
        let (first, second) = (channel::<u32>(3, &bell), channel::<u32>(3, &bell));
        let receivers = [first.1, second.1];
        thread::scope(|scope| {
            for sender in [first.0, second.0] {
                scope.spawn(move || (0..MESSAGES).for_each(|number| sender.send(number).unwrap()));
            }
            let mut expected = [0, 0];
            while expected != [MESSAGES; 2] {
                let mut is_empty = true;
                for (receiver, expected) in receivers.iter().zip(&mut expected) {
                    if let Ok(number) = receiver.try_recv() {
                        assert_eq!(number, *expected);
                        *expected += 1;
                        is_empty = false;
                    }
                }
                if is_empty {
                    sleep(None);
                }
            }
        });
    }

    #[test]
    fn the_end_of_a_sender_rings() {
        let bell = Bell::new();
        let (sender, receiver) = channel::<()>(1, &bell);
        let ending = thread::spawn(move || {
            let _rings = bell.at_end();
            drop(sender);
        });
        while receiver.try_recv() != Err(crossbeam_channel::TryRecvError::Disconnected) {
            sleep(None);
        }
        ending.join().unwrap();
    }

    #[test]
    fn sleep_ends_at_the_deadline() {
        let deadline = Instant::now() + Duration::from_millis(5);
        while Instant::now() < deadline {
            sleep(Some(deadline));
        }
        sleep(Some(deadline));
    }
}
