//! What happens while somebody types.

use std::hint::black_box;

use criterion::{Criterion, Throughput};
use rholang_benches::loaded::Loaded;
use rholang_benches::{embedding, program};
use rholang_engine::LanguageId::{Metta, Rholang};
use rholang_engine::text::TextRange;
use rholang_engine::{Analyzer, FileId, LanguageId};
use rholang_engine_sync::Scratch;

use crate::texts::{SEED, SIZES, with_nodes};

/// `rholang_parsing`: text to nodes, to a syntax tree, and to facts.
pub(crate) fn rholang_parsing(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("rholang_parsing");
    for (name, bytes) in SIZES {
        let text = program(Rholang, bytes, SEED);
        group.throughput(Throughput::Bytes(text.len() as u64));
        let mut scratch = Scratch::new();
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                with_nodes(&mut scratch, Rholang, black_box(&text), |ir| ir.view().nodes.len())
            });
        });
        let mut analyzer = Analyzer::new();
        group.bench_function(format!("{name}, syntax tree"), |bencher| {
            bencher.iter(|| {
                analyzer.parse(Rholang, black_box(&text), None, &mut || false).expect("it is small")
            });
        });
        group.bench_function(format!("{name}, analysis"), |bencher| {
            bencher.iter(|| analyzer.analyze(Rholang, black_box(&text)));
        });
    }
    group.finish();
}

/// `incremental_edit`: a character in the middle comes or goes, until the new version is committed.
/// The worker's waking is part of it.
pub(crate) fn incremental_edit(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("incremental_edit");
    group.sample_size(30);
    for (name, bytes) in SIZES.into_iter().chain([("1 MB", 1_000_000)]) {
        for language in [Rholang, Metta] {
            let text = program(language, bytes, SEED);
            let label = format!("{} {name}", language.language().name());
            let mut typist = Typist::new(language, text, 0);
            group.bench_function(label, |bencher| bencher.iter(|| typist.press()));
        }
        let host = embedding(bytes);
        let mut typist = Typist::new(Rholang, host.text, host.regions);
        group.bench_function(format!("in an embedded program, {name}"), |bencher| {
            bencher.iter(|| typist.press());
        });
    }
    group.finish();
}

/// Somebody who types a character and takes it away, in turn.
struct Typist {
    loaded: Loaded,
    file: FileId,
    offset: u32,
    version: i32,
    regions: usize,
}

impl Typist {
    /// The character goes into the number behind the last `item ` or, without one, into a word in
    /// the middle.
    fn new(language: LanguageId, text: String, regions: usize) -> Self {
        let place = if regions == 0 {
            let middle = text.len() / 2;
            let line = text[middle..].find('\n').map_or(0, |line| middle + line + 1);
            line + text[line..].find(|letter: char| letter.is_ascii_lowercase()).unwrap_or(0) + 1
        } else {
            text.rfind("(= (twice-").expect("hosts hold functions") + "(= (twice".len()
        };
        let mut loaded = Loaded::empty(1);
        let file = loaded.open("edited", language, text);
        let offset = u32::try_from(place).expect("texts are small");
        Self { loaded, file, offset, version: 0, regions }
    }

    fn press(&mut self) {
        self.version += 1;
        let (range, with) = if self.version % 2 == 1 {
            (TextRange::empty(self.offset), "e")
        } else {
            (TextRange::new(self.offset, self.offset + 1), "")
        };
        self.loaded.edit(self.file, self.version, range, with);
        let snapshot = self.loaded.engine.snapshot();
        let revision = snapshot.file(self.file).expect("the file is open");
        assert_eq!(revision.regions().len(), self.regions);
    }
}
