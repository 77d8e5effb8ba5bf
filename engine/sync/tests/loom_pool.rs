//! Models of the pool's protocols: loom runs them under every interleaving within a bound and with
//! every value that the C11 memory model lets a load return.
//!
//! ```text
//! RUSTFLAGS="--cfg loom" cargo test -p rholang-engine-sync --release --test loom_pool
//! ```
//!
//! The models run the files `sleep`, `wait`, `latch`, `job`, `task` and `lifecycle` as they ship.
//! In the place of crossbeam's queues, which loom cannot see into, stands [`Queue`], an atomic
//! number that gives no more order than a queue must. A lost wake-up is a deadlock, which loom
//! reports; an effect that is not handed over is a data race on a [`Witness`], which loom reports
//! too. Not covered: more than two preemptions in one execution (`LOOM_MAX_PREEMPTIONS` sets
//! another bound), and more than four threads.
#![cfg(loom)]

use loom::{
    cell::UnsafeCell,
    sync::{
        Arc,
        atomic::{
            AtomicUsize,
            Ordering::{AcqRel, Acquire, Relaxed, Release},
        },
    },
    thread,
};
use rholang_engine_sync::pool::{
    Lane, Shutdown, TaskError,
    mechanisms::{
        Accepts, Class, CountLatch, Executor, Goal, JobRef, Latch, Lifecycle, Mode, Seat, Sleep,
        StackJob, TaskCell, ThreadLatch, WorkerCounters, WorkerLatch,
    },
};

fn model(check: impl Fn() + Sync + Send + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = builder.preemption_bound.or(Some(2));
    builder.max_branches = 100_000;
    builder.check(check);
}

/// A queue of which only the length is modelled.
struct Queue {
    length: AtomicUsize,
}

impl Queue {
    fn new() -> Self {
        Self { length: AtomicUsize::new(0) }
    }

    fn push(&self) {
        self.length.fetch_add(1, Release);
    }

    /// Takes one job, if this thread sees one.
    fn take(&self) -> bool {
        let mut length = self.length.load(Relaxed);
        while length != 0 {
            match self.length.compare_exchange(length, length - 1, Acquire, Relaxed) {
                Ok(_) => return true,
                Err(changed) => length = changed,
            }
        }
        false
    }

    /// No order: what the protocol of sleeping needs, its fences have to give.
    fn is_empty(&self) -> bool {
        self.length.load(Relaxed) == 0
    }
}

/// Data that is not atomic.
struct Witness {
    number: UnsafeCell<usize>,
}

// SAFETY: that accesses do not overlap is what the models check.
unsafe impl Sync for Witness {}
// SAFETY: as above.
unsafe impl Send for Witness {}

impl Witness {
    fn new() -> Self {
        Self { number: UnsafeCell::new(0) }
    }

    fn write(&self, number: usize) {
        // SAFETY: see the implementation of `Sync`.
        self.number.with_mut(|place| unsafe { *place = number });
    }

    fn read(&self) -> usize {
        // SAFETY: see the implementation of `Sync`.
        self.number.with(|place| unsafe { *place })
    }
}

/// A goal that is reached when jobs have been done. Only the model in which another thread does
/// them has to wake the worker for that.
struct Jobs<'a> {
    done: &'a AtomicUsize,
    wanted: usize,
}

impl Goal for Jobs<'_> {
    fn is_reached(&self) -> bool {
        self.done.load(Relaxed) >= self.wanted
    }

    fn begin_sleep(&self) -> bool {
        !self.is_reached()
    }

    fn end_sleep(&self) {}
}

/// Sits down as worker `index` until `goal` is reached, taking jobs from `queue`.
fn sit(
    sleep: &Sleep,
    index: usize,
    accepts: Accepts,
    goal: &impl Goal,
    queue: &Queue,
    done: &AtomicUsize,
) {
    let counters = WorkerCounters::new();
    let seat = Seat { sleep, index, accepts, counters: &counters };
    let work = || {
        let found = queue.take();
        if found {
            done.fetch_add(1, AcqRel);
        }
        found
    };
    seat.work_until(goal, work, || !queue.is_empty());
}

fn register(sleep: &Sleep, index: usize) {
    // SAFETY: each model runs a worker with this index on one thread, which does this first.
    unsafe { sleep.register(index) };
}

fn executor(sleep: &Sleep) -> Executor<'_> {
    Executor { sleep, index: None, panics: None }
}

/// A job on a stack, sent to the thread that runs it.
struct Sent(JobRef);

impl Sent {
    fn run(self, sleep: &Sleep, mode: Mode) {
        // SAFETY: each model runs the reference once, and keeps the job until the latch is set.
        unsafe { self.0.run(&executor(sleep), mode) }
    }
}

#[test]
fn a_job_wakes_a_worker_that_falls_asleep() {
    model(|| {
        let sleep = Arc::new(Sleep::new(1));
        let queue = Arc::new(Queue::new());
        let worker = thread::spawn({
            let (sleep, queue) = (Arc::clone(&sleep), Arc::clone(&queue));
            move || {
                register(&sleep, 0);
                let done = AtomicUsize::new(0);
                let goal = Jobs { done: &done, wanted: 2 };
                sit(&sleep, 0, Accepts::EVERYTHING, &goal, &queue, &done);
            }
        });
        for _ in 0..2 {
            queue.push();
            sleep.notify(Class::injected(Lane::Background));
        }
        worker.join().unwrap();
        assert_eq!(sleep.sleeping(), 0);
    });
}

#[test]
fn two_jobs_of_two_submitters_wake_two_workers() {
    model(|| {
        let sleep = Arc::new(Sleep::new(2));
        let queue = Arc::new(Queue::new());
        let workers = [0, 1].map(|index| {
            let (sleep, queue) = (Arc::clone(&sleep), Arc::clone(&queue));
            thread::spawn(move || {
                register(&sleep, index);
                let done = AtomicUsize::new(0);
                // Each worker leaves after one job, so both have to be woken.
                let goal = Jobs { done: &done, wanted: 1 };
                sit(&sleep, index, Accepts::EVERYTHING, &goal, &queue, &done);
            })
        });
        let other = thread::spawn({
            let (sleep, queue) = (Arc::clone(&sleep), Arc::clone(&queue));
            move || {
                queue.push();
                sleep.notify(Class::forked(Lane::Normal));
            }
        });
        queue.push();
        sleep.notify(Class::injected(Lane::Interactive));
        other.join().unwrap();
        for worker in workers {
            worker.join().unwrap();
        }
    });
}

/// Both workers are in the middle of background tasks and would take the job; worker 0 is asked
/// first and waits for a latch. The job is done, although worker 0 may leave without looking.
#[test]
fn a_notified_waiter_that_leaves_hands_the_job_on() {
    model(|| {
        let sleep = Arc::new(Sleep::new(2));
        let queue = Arc::new(Queue::new());
        let latch = Arc::new(WorkerLatch::new(0));
        let done = Arc::new(AtomicUsize::new(0));
        let other = thread::spawn({
            let (sleep, queue, done) = (Arc::clone(&sleep), Arc::clone(&queue), Arc::clone(&done));
            move || {
                register(&sleep, 1);
                let goal = Jobs { done: &done, wanted: 1 };
                sit(&sleep, 1, Accepts::while_waiting_in(Lane::Background), &goal, &queue, &done);
            }
        });
        let setter = thread::spawn({
            let (sleep, latch) = (Arc::clone(&sleep), Arc::clone(&latch));
            // SAFETY: the latch is set once and kept by the `Arc`.
            move || unsafe { Latch::set(&raw const *latch, &sleep) }
        });
        let submitter = thread::spawn({
            let (sleep, queue) = (Arc::clone(&sleep), Arc::clone(&queue));
            move || {
                queue.push();
                sleep.notify(Class::injected(Lane::Interactive));
            }
        });
        register(&sleep, 0);
        let accepts = Accepts::while_waiting_in(Lane::Background);
        sit(&sleep, 0, accepts, &*latch, &queue, &done);
        setter.join().unwrap();
        submitter.join().unwrap();
        // If worker 0 did the job, nobody tells worker 1, which waits for it in this model only.
        if done.load(Acquire) == 1 {
            sleep.notify_all();
        }
        other.join().unwrap();
        assert_eq!(done.load(Acquire), 1);
    });
}

#[test]
fn a_waiter_is_not_woken_for_what_it_does_not_take() {
    model(|| {
        let sleep = Arc::new(Sleep::new(2));
        let queue = Arc::new(Queue::new());
        let latch = Arc::new(WorkerLatch::new(0));
        let waiter = thread::spawn({
            let (sleep, latch) = (Arc::clone(&sleep), Arc::clone(&latch));
            move || {
                register(&sleep, 0);
                let (nothing, done) = (Queue::new(), AtomicUsize::new(0));
                let accepts = Accepts::while_waiting_in(Lane::Interactive);
                sit(&sleep, 0, accepts, &*latch, &nothing, &done);
            }
        });
        let free = thread::spawn({
            let (sleep, queue) = (Arc::clone(&sleep), Arc::clone(&queue));
            move || {
                register(&sleep, 1);
                let done = AtomicUsize::new(0);
                let goal = Jobs { done: &done, wanted: 1 };
                sit(&sleep, 1, Accepts::EVERYTHING, &goal, &queue, &done);
            }
        });
        queue.push();
        sleep.notify(Class::injected(Lane::Normal));
        free.join().unwrap();
        // SAFETY: the latch is set once and kept by the `Arc`.
        unsafe { Latch::set(&raw const *latch, &sleep) };
        waiter.join().unwrap();
    });
}

#[test]
fn a_stolen_half_of_a_join_hands_its_result_over() {
    model(|| {
        let sleep = Arc::new(Sleep::new(1));
        let witness = Arc::new(Witness::new());
        register(&sleep, 0);
        let half = {
            let witness = Arc::clone(&witness);
            move || {
                witness.write(1);
                2
            }
        };
        let job = StackJob::new(WorkerLatch::new(0), half);
        // SAFETY: the job is kept until its latch is set.
        let sent = Sent(unsafe { job.as_job_ref() });
        let thief = thread::spawn({
            let sleep = Arc::clone(&sleep);
            move || sent.run(&sleep, Mode::Run)
        });
        let (nothing, done) = (Queue::new(), AtomicUsize::new(0));
        sit(&sleep, 0, Accepts::while_waiting_in(Lane::Normal), &job.latch, &nothing, &done);
        // SAFETY: the latch is set.
        let result = unsafe { job.take_result() };
        assert!(matches!(result, Ok(Ok(2))));
        assert_eq!(witness.read(), 1);
        drop(job);
        thief.join().unwrap();
    });
}

/// The owner does other work meanwhile, for which it is woken as well.
#[test]
fn a_waiter_sees_both_its_latch_and_new_jobs() {
    model(|| {
        let sleep = Arc::new(Sleep::new(1));
        let queue = Arc::new(Queue::new());
        register(&sleep, 0);
        let job = StackJob::new(WorkerLatch::new(0), || 1);
        // SAFETY: the job is kept until its latch is set.
        let sent = Sent(unsafe { job.as_job_ref() });
        let thief = thread::spawn({
            let (sleep, queue) = (Arc::clone(&sleep), Arc::clone(&queue));
            move || {
                queue.push();
                sleep.notify(Class::forked(Lane::Normal));
                sent.run(&sleep, Mode::Run);
            }
        });
        let done = AtomicUsize::new(0);
        sit(&sleep, 0, Accepts::while_waiting_in(Lane::Normal), &job.latch, &queue, &done);
        // SAFETY: the latch is set.
        assert!(matches!(unsafe { job.take_result() }, Ok(Ok(1))));
        thief.join().unwrap();
    });
}

#[test]
fn a_scope_ends_when_all_parts_have_ended() {
    model(|| {
        let sleep = Arc::new(Sleep::new(1));
        let latch = Arc::new(CountLatch::new(0));
        let witnesses = Arc::new([Witness::new(), Witness::new()]);
        register(&sleep, 0);
        let parts = [0, 1].map(|number| {
            latch.add();
            let (sleep, latch) = (Arc::clone(&sleep), Arc::clone(&latch));
            let witnesses = Arc::clone(&witnesses);
            thread::spawn(move || {
                witnesses[number].write(number + 1);
                // SAFETY: the part was added once, and the latch is kept by the `Arc`.
                unsafe { Latch::set(&raw const *latch, &sleep) };
            })
        });
        if let Some(latch) = latch.end() {
            let (nothing, done) = (Queue::new(), AtomicUsize::new(0));
            sit(&sleep, 0, Accepts::while_waiting_in(Lane::Normal), latch, &nothing, &done);
        }
        assert_eq!([witnesses[0].read(), witnesses[1].read()], [1, 2]);
        for part in parts {
            part.join().unwrap();
        }
    });
}

/// A part adds a part, which another thread runs, and ends before it.
#[test]
fn parts_of_a_scope_may_add_parts() {
    model(|| {
        let sleep = Arc::new(Sleep::new(1));
        let latch = Arc::new(CountLatch::new(0));
        let witness = Arc::new(Witness::new());
        register(&sleep, 0);
        latch.add();
        let part = thread::spawn({
            let (sleep, latch, witness) =
                (Arc::clone(&sleep), Arc::clone(&latch), Arc::clone(&witness));
            move || {
                latch.add();
                let inner = thread::spawn({
                    let (sleep, latch) = (Arc::clone(&sleep), Arc::clone(&latch));
                    move || {
                        witness.write(1);
                        // SAFETY: as in the model above.
                        unsafe { Latch::set(&raw const *latch, &sleep) };
                    }
                });
                // SAFETY: as in the model above.
                unsafe { Latch::set(&raw const *latch, &sleep) };
                inner
            }
        });
        if let Some(latch) = latch.end() {
            let (nothing, done) = (Queue::new(), AtomicUsize::new(0));
            sit(&sleep, 0, Accepts::while_waiting_in(Lane::Normal), latch, &nothing, &done);
        }
        assert_eq!(witness.read(), 1);
        part.join().unwrap().join().unwrap();
    });
}

#[test]
fn a_thread_outside_gets_the_result_of_what_it_runs_on_the_pool() {
    for mode in [Mode::Run, Mode::Discard] {
        model(move || {
            let sleep = Arc::new(Sleep::new(0));
            let job = StackJob::new(ThreadLatch::new(), || 7);
            // SAFETY: the job is kept until its latch is set.
            let sent = Sent(unsafe { job.as_job_ref() });
            let worker = thread::spawn(move || sent.run(&sleep, mode));
            job.latch.wait();
            // SAFETY: the latch is set.
            match unsafe { job.take_result() } {
                Ok(result) => assert!(mode == Mode::Run && matches!(result, Ok(7))),
                Err(function) => assert!(mode == Mode::Discard && function() == 7),
            }
            worker.join().unwrap();
        });
    }
}

#[test]
fn a_completion_hands_the_outcome_over() {
    for mode in [Mode::Run, Mode::Discard] {
        model(move || {
            let sleep = Arc::new(Sleep::new(0));
            let witness = Arc::new(Witness::new());
            let task = {
                let witness = Arc::clone(&witness);
                move || {
                    witness.write(1);
                    2
                }
            };
            let (job, completion) = TaskCell::new_pair(Lane::Normal, &sleep, task);
            let sent = Sent(job);
            let worker = thread::spawn(move || sent.run(&sleep, mode));
            match completion.wait() {
                Ok(number) => assert_eq!((mode, number, witness.read()), (Mode::Run, 2, 1)),
                Err(error) => {
                    assert!(mode == Mode::Discard && matches!(error, TaskError::Dropped));
                }
            }
            worker.join().unwrap();
        });
    }
}

/// A task comes while the pool shuts down. It is taken out exactly once: by the worker, by the last
/// look of the worker that leaves, or by the submitter.
#[test]
fn no_task_is_forgotten_at_shutdown() {
    model(|| {
        let sleep = Arc::new(Sleep::new(1));
        let lifecycle = Arc::new(Lifecycle::new());
        let queue = Arc::new(Queue::new());
        let done = Arc::new(AtomicUsize::new(0));
        let discard = |queue: &Queue, done: &AtomicUsize| {
            while queue.take() {
                done.fetch_add(1, AcqRel);
            }
        };
        let worker = thread::spawn({
            let (sleep, lifecycle) = (Arc::clone(&sleep), Arc::clone(&lifecycle));
            let (queue, done) = (Arc::clone(&queue), Arc::clone(&done));
            move || {
                register(&sleep, 0);
                sit(&sleep, 0, Accepts::EVERYTHING, &*lifecycle, &queue, &done);
                discard(&queue, &done);
                lifecycle.terminate(|| discard(&queue, &done));
            }
        });
        let submitter = thread::spawn({
            let (sleep, lifecycle) = (Arc::clone(&sleep), Arc::clone(&lifecycle));
            let (queue, done) = (Arc::clone(&queue), Arc::clone(&done));
            move || {
                if lifecycle.is_open() {
                    queue.push();
                    sleep.notify(Class::injected(Lane::Normal));
                    lifecycle.after_push(|| discard(&queue, &done));
                } else {
                    done.fetch_add(1, AcqRel);
                }
            }
        });
        lifecycle.close(Shutdown::drain());
        sleep.notify_all();
        worker.join().unwrap();
        submitter.join().unwrap();
        assert_eq!(done.load(Acquire), 1);
    });
}
