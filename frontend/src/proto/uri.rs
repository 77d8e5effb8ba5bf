//! URIs, labels and paths.
//!
//! Clients spell the URI of one file in several ways: which characters are escaped, the case of
//! escapes and drive letters, empty or `localhost` authorities. The engine wants one label for one
//! file, so a label is a URI in one fixed spelling. Labels are URIs themselves and may be sent to
//! clients.
//!
//! The syntax is that of RFC 3986 and, for the scheme `file`, RFC 8089.

use std::ffi::OsString;
use std::path::{Component, Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};

/// What is escaped in labels: all that RFC 3986 does not allow in a segment of a path.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

const FILE_SCHEME: &str = "file";

/// The label of a URI. URIs of other schemes than `file` are their own labels: what they mean is the
/// client's affair.
pub fn label_of_uri(uri: &str) -> String {
    match split_file_uri(uri) {
        Some((authority, path)) => label_of_file(authority, path),
        None => uri.to_owned(),
    }
}

/// The path of a label; none if it is not a file of this machine.
pub fn path_of_label(label: &str) -> Option<PathBuf> {
    let (authority, path) = split_file_uri(label)?;
    if !authority.is_empty() && !cfg!(windows) {
        return None;
    }
    let bytes: Vec<u8> = percent_decode_str(path).collect();
    let path = path_from_bytes(bytes)?;
    if cfg!(windows) {
        return windows_path(authority, &path);
    }
    Some(path)
}

/// The label of an absolute path.
pub fn label_of_path(path: &Path) -> String {
    let mut text = String::new();
    for component in path.components() {
        match component {
            Component::RootDir | Component::CurDir => {}
            Component::ParentDir => text.truncate(text.rfind('/').unwrap_or(0)),
            Component::Prefix(_) | Component::Normal(_) => {
                text.push('/');
                text.extend(percent_encode(component.as_os_str().as_encoded_bytes(), ESCAPED));
            }
        }
    }
    if text.is_empty() {
        text.push('/');
    }
    label_of_file("", &text)
}

/// Whether a label lies in a folder, at any depth, or is the folder.
pub fn is_within(label: &str, folder: &str) -> bool {
    let folder = folder.trim_end_matches('/');
    label.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The labels of the folders around a label, the innermost first, after the label itself.
pub fn label_and_folders(label: &str) -> impl Iterator<Item = &str> {
    core::iter::successors(Some(label), |inner| inner.rfind('/').map(|end| &inner[..end]))
}

/// The authority and the path of a URI with the scheme `file`, as they are written.
fn split_file_uri(uri: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = uri.split_once(':')?;
    if !scheme.eq_ignore_ascii_case(FILE_SCHEME) {
        return None;
    }
    // Queries and fragments mean nothing for files; characters of names are escaped.
    let rest = rest.split(['?', '#']).next().unwrap_or(rest);
    let (authority, path) = match rest.strip_prefix("//") {
        Some(rest) => rest.split_at(rest.find('/').unwrap_or(rest.len())),
        None => ("", rest),
    };
    let is_local = authority.eq_ignore_ascii_case("localhost");
    Some((if is_local { "" } else { authority }, path))
}

fn label_of_file(authority: &str, path: &str) -> String {
    let mut segments: Vec<String> = Vec::new();
    for segment in path.split('/') {
        let bytes: Vec<u8> = percent_decode_str(segment).collect();
        match &*bytes {
            b"" | b"." => {}
            b".." => {
                segments.pop();
            }
            // A slash that was escaped is part of a name and stays escaped.
            bytes => segments.push(percent_encode(bytes, ESCAPED).to_string()),
        }
    }
    if cfg!(windows)
        && let Some(drive) = segments.first_mut()
        && drive.len() == 2
        && drive.ends_with(':')
    {
        drive.make_ascii_lowercase();
    }
    format!("file://{}/{}", authority.to_ascii_lowercase(), segments.join("/"))
}

#[cfg(unix)]
fn path_from_bytes(bytes: Vec<u8>) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt;
    // No path holds a null character, and asking the system for one is an error everywhere.
    (!bytes.contains(&0)).then(|| OsString::from_vec(bytes).into())
}

#[cfg(not(unix))]
fn path_from_bytes(bytes: Vec<u8>) -> Option<PathBuf> {
    String::from_utf8(bytes).ok().map(|text| OsString::from(text).into())
}

/// `/c:/a` is `c:\a`, and `//host/share` is what Windows calls a UNC path.
fn windows_path(authority: &str, path: &Path) -> Option<PathBuf> {
    let path = path.to_str()?.replace('/', "\\");
    Some(if authority.is_empty() {
        path.trim_start_matches('\\').into()
    } else {
        format!("\\\\{authority}{path}").into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_file_have_one_label() {
        for uri in [
            "file:///a%20b/c(1).rho",
            "file:///a%20b/c%281%29.rho",
            "FILE:///a%20b/c(1).rho",
            "file://localhost/a%20b/c(1).rho",
            "file:/a%20b/c(1).rho",
            "file:///a%20b//c(1).rho",
            "file:///a%20b/./d/../c(1).rho",
            "file:///a%20b/c(1).rho/",
            "file:///a b/c(1).rho",
        ] {
            assert_eq!(label_of_uri(uri), "file:///a%20b/c(1).rho", "{uri}");
        }
    }

    #[test]
    fn other_schemes_stay_as_they_are() {
        for uri in ["untitled:Untitled-1", "vscode-remote://host/a%2fb", "", "x", "/a/b"] {
            assert_eq!(label_of_uri(uri), uri);
            assert_eq!(path_of_label(uri), None);
        }
    }

    #[cfg(unix)]
    #[test]
    fn paths_and_labels_round_trip() {
        use std::os::unix::ffi::OsStrExt;
        for (path, label) in [
            (&b"/a/b.rho"[..], "file:///a/b.rho"),
            (b"/", "file:///"),
            (b"/a b/\xc3\xa9#?%.rho", "file:///a%20b/%C3%A9%23%3F%25.rho"),
            (b"/not utf-8 \xff", "file:///not%20utf-8%20%FF"),
            (b"/c:/x", "file:///c:/x"),
        ] {
            let path = Path::new(std::ffi::OsStr::from_bytes(path));
            assert_eq!(label_of_path(path), label);
            assert_eq!(label_of_uri(label), label);
            assert_eq!(path_of_label(label).as_deref(), Some(path));
        }
        assert_eq!(label_of_path(Path::new("/a/./b/../c/")), "file:///a/c");
        assert_eq!(path_of_label("file:///a%00b"), None);
        assert_eq!(path_of_label("file://elsewhere/a"), None);
    }

    #[test]
    fn what_lies_in_a_folder() {
        assert!(is_within("file:///a/b.rho", "file:///a"));
        assert!(is_within("file:///a/b.rho", "file:///a/"));
        assert!(is_within("file:///a", "file:///a"));
        assert!(is_within("file:///a", "file:///"));
        assert!(!is_within("file:///ab", "file:///a"));
        let folders: Vec<&str> = label_and_folders("file:///a/b.rho").collect();
        assert_eq!(folders, ["file:///a/b.rho", "file:///a", "file://", "file:/", "file:"]);
    }
}
