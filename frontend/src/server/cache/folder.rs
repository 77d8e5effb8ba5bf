//! Where segments are, and how many bytes they take.

use std::fs::{self, DirBuilder, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rholang_engine::record::FINGERPRINT;
use xxhash_rust::xxh3::xxh3_64;

use super::CACHE_BYTES_MAX;
use super::segment::{EXTENSION, TEMPORARY_EXTENSION};

/// The folder of this program in the cache folder of the user.
const PROGRAM: &str = "rholang-language-server";

/// After what time without use the segments of other versions of this program are removed.
const FOREIGN_AGE_MAX: Duration = Duration::from_secs(30 * 24 * 3_600);

/// After what time a segment that was begun is one that nobody writes any more.
const UNFINISHED_AGE_MAX: Duration = Duration::from_secs(24 * 3_600);

/// The folder of all segments; nothing if the user has no folder for caches.
pub(super) fn root() -> Option<PathBuf> {
    Some(dirs::cache_dir()?.join(PROGRAM))
}

/// The folder of the segments of a workspace folder, which may not exist.
pub(super) fn of_workspace(root: &Path, label: &str) -> PathBuf {
    root.join(FINGERPRINT).join(format!("{:016x}", xxh3_64(label.as_bytes())))
}

/// Makes a folder that nobody but the user can look into.
pub(super) fn create(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// The segments of a folder, the newest first.
pub(super) fn segments(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut segments: Vec<PathBuf> = entries(folder)?
        .map(|(path, _)| path)
        .filter(|path| has_extension(path, EXTENSION))
        .collect();
    // Names begin with the time.
    segments.sort_unstable_by(|left, right| right.cmp(left));
    Ok(segments)
}

fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|found| found == extension)
}

/// What is in a folder. What cannot be looked at is passed over.
fn entries(folder: &Path) -> io::Result<impl Iterator<Item = (PathBuf, Metadata)>> {
    let entries = fs::read_dir(folder)?;
    Ok(entries.filter_map(|entry| {
        let entry = entry.ok()?;
        Some((entry.path(), entry.metadata().ok()?))
    }))
}

/// Removes what is too old, and the segments that were not used for the longest time until all together
/// take a bounded number of bytes.
pub(super) fn tidy(root: &Path) -> io::Result<()> {
    tidy_as_of(root, SystemTime::now(), CACHE_BYTES_MAX)
}

fn tidy_as_of(root: &Path, now: SystemTime, bytes_max: u64) -> io::Result<()> {
    let mut segments: Vec<(SystemTime, u64, PathBuf)> = Vec::new();
    for (engine, _) in entries(root)?.filter(|(_, metadata)| metadata.is_dir()) {
        let is_foreign = engine.file_name().is_none_or(|name| name != FINGERPRINT);
        for (workspace, _) in entries(&engine)?.filter(|(_, metadata)| metadata.is_dir()) {
            for (path, metadata) in entries(&workspace)?.filter(|(_, metadata)| metadata.is_file())
            {
                let used = metadata.modified()?;
                let age = now.duration_since(used).unwrap_or_default();
                let is_segment = has_extension(&path, EXTENSION);
                if (is_segment && is_foreign && age > FOREIGN_AGE_MAX)
                    || (has_extension(&path, TEMPORARY_EXTENSION) && age > UNFINISHED_AGE_MAX)
                {
                    remove(&path);
                } else if is_segment {
                    segments.push((used, metadata.len(), path));
                }
            }
            // Only an empty folder can be removed like this.
            let _ = fs::remove_dir(&workspace);
        }
        let _ = fs::remove_dir(&engine);
    }
    segments.sort_unstable();
    let mut bytes: u64 = segments.iter().map(|(_, bytes, _)| bytes).sum();
    for (_, length, path) in segments {
        if bytes <= bytes_max {
            break;
        }
        remove(&path);
        bytes -= length;
    }
    Ok(())
}

/// Removes a segment. One that cannot be removed, as others have it open, stays.
pub(super) fn remove(path: &Path) {
    if let Err(error) = fs::remove_file(path) {
        tracing::debug!("{} is not removed: {error}", path.display());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    const DAY: Duration = Duration::from_secs(24 * 3_600);

    /// Writes a file that was used so many days before `now`.
    fn write(root: &Path, name: &str, bytes: usize, days: u32, now: SystemTime) {
        let path = root.join(name);
        create(path.parent().unwrap()).unwrap();
        fs::write(&path, vec![0; bytes]).unwrap();
        fs::File::options()
            .append(true)
            .open(&path)
            .unwrap()
            .set_modified(now - days * DAY)
            .unwrap();
    }

    /// All files and folders below the root, in order.
    fn left(root: &Path) -> Vec<String> {
        let mut left: Vec<String> = ignore::WalkBuilder::new(root)
            .standard_filters(false)
            .build()
            .map(|entry| entry.unwrap().path().strip_prefix(root).unwrap().display().to_string())
            .map(|name| name.replace(FINGERPRINT, "own"))
            .filter(|name| !name.is_empty())
            .collect();
        left.sort();
        left
    }

    #[test]
    fn old_segments_go_first() {
        let (root, now) = (TempDir::new().unwrap(), SystemTime::now());
        let root = root.path();
        let write = |name: &str, bytes, days| write(root, name, bytes, days, now);
        let own = |name: &str| format!("{FINGERPRINT}/{name}");
        write(&own("a/1.segment"), 100, 90);
        write(&own("a/2.segment"), 100, 3);
        write(&own("b/3.segment"), 100, 5);
        write(&own("b/4.new"), 100, 0);
        write(&own("c/5.new"), 100, 2);
        write("foreign/a/6.segment", 100, 29);
        write("foreign/b/7.segment", 100, 31);
        let all = 100 * 4;
        tidy_as_of(root, now, all).unwrap();
        let expected = [
            "foreign",
            "foreign/a",
            "foreign/a/6.segment",
            "own",
            "own/a",
            "own/a/1.segment",
            "own/a/2.segment",
            "own/b",
            "own/b/3.segment",
            "own/b/4.new",
        ];
        assert_eq!(left(root), expected);
        tidy_as_of(root, now, all - 1).unwrap();
        let gone = |gone: &[&str]| -> Vec<String> {
            let is_left = |name: &&&str| !gone.contains(*name);
            expected.iter().filter(is_left).map(|&name| name.to_owned()).collect()
        };
        assert_eq!(left(root), gone(&["own/a/1.segment"]));
        tidy_as_of(root, now, 150).unwrap();
        let segments = ["own/a/1.segment", "foreign/a/6.segment", "own/b/3.segment"];
        assert_eq!(left(root), gone(&segments));
        // Folders without files go the next time.
        tidy_as_of(root, now, 0).unwrap();
        tidy_as_of(root, now, 0).unwrap();
        assert_eq!(left(root), ["own", "own/b", "own/b/4.new"]);
        assert!(tidy_as_of(&root.join("missing"), now, 0).is_err());
    }
}
