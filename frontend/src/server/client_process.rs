//! Watching the process of the client: when it is gone, nobody is left to serve.
//!
//! Usually the end of the input tells the same, but another process may hold that open. On Linux a
//! process can be waited for without looking again and again; elsewhere it is looked for each second.

use std::io;
use std::thread;

/// What became of the wish to watch a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Watching {
    /// It is watched.
    Begun,
    /// There is no such process. A client that runs in another container has an id that means nothing
    /// here, so this says nothing about the client.
    NoSuchProcess,
    /// The platform has no way.
    #[cfg(not(unix))]
    Unsupported,
}

/// Calls `on_end` on another thread when a process has ended. A process that has ended and was not
/// collected by its parent counts as ended.
///
/// # Errors
///
/// If the system starts no thread.
pub(super) fn watch(
    process_id: u32,
    on_end: impl FnOnce() + Send + 'static,
) -> io::Result<Watching> {
    let wait = match imp::waiter(process_id) {
        Ok(wait) => wait,
        Err(watching) => return Ok(watching),
    };
    thread::Builder::new().name("client-process".to_owned()).spawn(move || {
        wait();
        on_end();
    })?;
    Ok(Watching::Begun)
}

#[cfg(unix)]
mod imp {
    use std::thread;
    use std::time::Duration;

    use rustix::io::Errno;
    use rustix::process::{Pid, test_kill_process};

    use super::Watching;

    /// How often a process is looked for where it cannot be waited for.
    const LOOK_INTERVAL: Duration = Duration::from_secs(1);

    pub(super) fn waiter(process_id: u32) -> Result<Box<dyn FnOnce() + Send>, Watching> {
        let process = i32::try_from(process_id).ok().and_then(Pid::from_raw);
        let Some(process) = process.filter(|&process| exists(process)) else {
            return Err(Watching::NoSuchProcess);
        };
        #[cfg(target_os = "linux")]
        if let Ok(descriptor) =
            rustix::process::pidfd_open(process, rustix::process::PidfdFlags::empty())
        {
            return Ok(Box::new(move || wait_for(&descriptor)));
        }
        Ok(Box::new(move || {
            while exists(process) {
                thread::sleep(LOOK_INTERVAL);
            }
        }))
    }

    fn exists(process: Pid) -> bool {
        // A process of somebody else exists although it may not be signalled.
        matches!(test_kill_process(process), Ok(()) | Err(Errno::PERM))
    }

    #[cfg(target_os = "linux")]
    fn wait_for(descriptor: &rustix::fd::OwnedFd) {
        use rustix::event::{PollFd, PollFlags, poll};
        loop {
            let mut descriptors = [PollFd::new(descriptor, PollFlags::IN)];
            match poll(&mut descriptors, None) {
                Err(Errno::INTR) => {}
                Ok(_) | Err(_) => return,
            }
        }
    }
}

#[cfg(not(unix))]
mod imp {
    use super::Watching;

    pub(super) fn waiter(_process_id: u32) -> Result<Box<dyn FnOnce() + Send>, Watching> {
        Err(Watching::Unsupported)
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::process::Command;
    use std::time::Duration;

    use super::*;

    #[test]
    fn the_end_of_a_process_is_noticed_although_nobody_collected_it() {
        let mut child = Command::new("sleep").arg("100").spawn().unwrap();
        let (sender, receiver) = crossbeam_channel::bounded(1);
        let watching = watch(child.id(), move || sender.send(()).unwrap()).unwrap();
        assert_eq!(watching, Watching::Begun);
        assert!(receiver.recv_timeout(Duration::from_millis(50)).is_err());
        child.kill().unwrap();
        let result = receiver.recv_timeout(Duration::from_secs(2));
        child.wait().unwrap();
        assert_eq!(result, Ok(()));
    }

    #[test]
    fn processes_that_do_not_exist_are_told() {
        for process_id in [0, u32::MAX] {
            assert_eq!(watch(process_id, || ()).unwrap(), Watching::NoSuchProcess);
        }
    }
}
