//! The zip, read in memory and within limits.
//!
//! The central directory is walked here first, since a zip library gives no word about what it left out: entries of the
//! same name, and directories that contradict each other. Only then is anything unpacked.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use domain::{LARGEST_DOCUMENT, Message, msg};
use zip::ZipArchive;

use super::short;

/// Entries that a package may have. Real ones have three, and a few more with translations.
const MOST_ENTRIES: usize = 256;
/// What all of it may come to, unpacked.
const LARGEST_UNPACKED: u64 = 48 * 1024 * 1024;
/// What a single file may come to that is looked into: the manifest, an icon.
const LARGEST_KEPT: u64 = 2 * 1024 * 1024;
/// How much smaller packing may make something large; text packs to a tenth, a bomb to a thousandth.
const HIGHEST_RATIO: u64 = 120;
/// What is no larger than this may be packed as well as it can.
const ANY_RATIO: u64 = 256 * 1024;

const END: [u8; 4] = *b"PK\x05\x06";
const ENTRY: [u8; 4] = *b"PK\x01\x02";
const SYMLINK: u32 = 0o120_000;
const FILE_TYPE: u32 = 0o170_000;

/// The files at the root that are looked into, by name, and the names of all the others.
#[derive(Debug, Default)]
pub(super) struct Files {
    pub(super) contents: BTreeMap<String, Vec<u8>>,
    pub(super) names: Vec<String>,
}

/// One entry as the central directory tells it.
struct Entry {
    name: String,
    encrypted: bool,
    symlink: bool,
    packed: u64,
    unpacked: u64,
}

/// Opens a package; all of it is unpacked once, so that what is promised is what comes out.
pub(super) fn open(content: &[u8]) -> Result<Files, Message> {
    if content.len() > LARGEST_DOCUMENT {
        return Err(msg("teams-package-too-large").count("limit", LARGEST_DOCUMENT / 1024 / 1024));
    }
    let entries = directory(content).ok_or_else(|| msg("teams-package-not-a-zip"))?;
    check(&entries)?;
    let broken = |_| msg("teams-package-not-a-zip");
    let mut archive = ZipArchive::new(Cursor::new(content)).map_err(broken)?;
    if archive.len() != entries.len() {
        return Err(msg("teams-package-not-a-zip"));
    }
    let mut files = Files::default();
    let mut left = LARGEST_UNPACKED;
    for (index, entry) in entries.iter().enumerate() {
        let file = archive.by_index(index).map_err(|_| broken_entry(&entry.name))?;
        if file.name().map_err(|_| broken_entry(&entry.name))? != entry.name {
            return Err(msg("teams-package-not-a-zip"));
        }
        let wanted = wanted(&entry.name);
        let mut kept = Vec::new();
        let mut unpacking = file.take(left.min(LARGEST_UNPACKED) + 1);
        let size = if wanted {
            let mut within = unpacking.by_ref().take(LARGEST_KEPT + 1);
            let size = within.read_to_end(&mut kept).map_err(|_| broken_entry(&entry.name))?;
            u64::try_from(size).unwrap_or(u64::MAX)
        } else {
            std::io::copy(&mut unpacking, &mut std::io::sink()).map_err(|_| broken_entry(&entry.name))?
        };
        if size > left || (wanted && size > LARGEST_KEPT) || is_bomb(entry.packed, size) {
            return Err(bomb(&entry.name));
        }
        left -= size;
        if wanted {
            files.contents.insert(entry.name.clone(), kept);
        }
        files.names.push(entry.name.clone());
    }
    Ok(files)
}

/// Looked into: what lies at the root and is a manifest or may be an icon.
fn wanted(name: &str) -> bool {
    let end = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    !name.contains('/') && (end == "png" || end == "json")
}

fn check(entries: &[Entry]) -> Result<(), Message> {
    if entries.len() > MOST_ENTRIES {
        return Err(msg("teams-package-many-entries").count("count", entries.len()).count("limit", MOST_ENTRIES));
    }
    let mut seen = Vec::new();
    let mut unpacked = 0_u64;
    for entry in entries {
        let about = |id: &str| Err(msg(id).text("name", short(&entry.name)));
        if !is_safe(&entry.name) {
            return about("teams-package-unsafe-name");
        }
        let folded = entry.name.to_lowercase();
        if seen.contains(&folded) {
            return about("teams-package-twice");
        }
        seen.push(folded);
        if entry.encrypted {
            return about("teams-package-encrypted");
        }
        if entry.symlink {
            return about("teams-package-symlink");
        }
        unpacked = unpacked.saturating_add(entry.unpacked);
        if unpacked > LARGEST_UNPACKED || is_bomb(entry.packed, entry.unpacked) {
            return Err(bomb(&entry.name));
        }
    }
    Ok(())
}

fn is_bomb(packed: u64, unpacked: u64) -> bool {
    unpacked > ANY_RATIO && unpacked / packed.max(1) > HIGHEST_RATIO
}

fn bomb(name: &str) -> Message {
    msg("teams-package-bomb").text("name", short(name))
}

fn broken_entry(name: &str) -> Message {
    msg("teams-package-broken-entry").text("name", short(name))
}

/// A name that stays inside of the package on every system.
fn is_safe(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 255
        && !name.starts_with('/')
        && !name.contains(['\\', ':'])
        && !name.chars().any(char::is_control)
        && !name.split('/').any(|part| part == "..")
}

/// The central directory, or `None` when there is not exactly one that fits.
fn directory(content: &[u8]) -> Option<Vec<Entry>> {
    // The comment behind it has at most 65,535 bytes.
    let from = content.len().saturating_sub(22 + 65_535);
    let end = from + content.get(from..)?.windows(4).rposition(|window| window == END)?;
    let (count, size) = (number(content, end + 10, 2)?, number(content, end + 12, 4)?);
    let start = number(content, end + 16, 4)?;
    let (start, size) = (usize::try_from(start).ok()?, usize::try_from(size).ok()?);
    if start.checked_add(size)? > end {
        return None;
    }
    let mut at = start;
    let mut entries = Vec::new();
    for _ in 0..count {
        if content.get(at..at + 4)? != ENTRY {
            return None;
        }
        let length = |offset: usize| usize::try_from(number(content, at + offset, 2)?).ok();
        let (name, extra, comment) = (length(28)?, length(30)?, length(32)?);
        let mode = u32::try_from(number(content, at + 38, 4)? >> 16).ok()?;
        entries.push(Entry {
            name: String::from_utf8_lossy(content.get(at + 46..at + 46 + name)?).into_owned(),
            encrypted: number(content, at + 8, 2)? & 1 == 1,
            symlink: mode & FILE_TYPE == SYMLINK,
            packed: number(content, at + 20, 4)?,
            unpacked: number(content, at + 24, 4)?,
        });
        at = at + 46 + name + extra + comment;
    }
    (at <= end).then_some(entries)
}

/// Little endian, of that many bytes.
fn number(content: &[u8], at: usize, bytes: usize) -> Option<u64> {
    let bytes = content.get(at..at.checked_add(bytes)?)?;
    Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}
