//! The steps that are measured.

use std::hint::black_box;

use clap::ValueEnum;
use rholang_engine::Analyzer;
use rholang_engine::syntax::SyntaxTree;

use crate::corpus::Corpus;

/// A step from text to facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Stage {
    /// Build syntax trees
    Parse,
    /// Build facts from syntax trees that are there already
    Facts,
    /// Analyse from scratch, without syntax trees where the direct parser can do it
    All,
}

impl Stage {
    /// Does the step for all files, several times.
    pub(crate) fn repeat(self, corpus: &Corpus, passes: u32) {
        let mut worker = Worker::new(corpus);
        for _ in 0..passes {
            worker.pass(self);
        }
    }
}

/// An analyzer with the files that it works on.
pub(crate) struct Worker<'c> {
    corpus: &'c Corpus,
    analyzer: Analyzer,
    trees: Vec<SyntaxTree>,
}

impl<'c> Worker<'c> {
    pub(crate) fn new(corpus: &'c Corpus) -> Self {
        let mut analyzer = Analyzer::new();
        let trees = corpus.files.iter().map(|text| parse(&mut analyzer, corpus, text)).collect();
        Self { corpus, analyzer, trees }
    }

    pub(crate) fn trees(&self) -> &[SyntaxTree] {
        &self.trees
    }

    /// Does one step for all files. Freeing what the step makes is part of it.
    pub(crate) fn pass(&mut self, stage: Stage) {
        let corpus = self.corpus;
        for (text, tree) in corpus.files.iter().zip(&self.trees) {
            match stage {
                Stage::Parse => drop(black_box(parse(&mut self.analyzer, corpus, text))),
                Stage::Facts => {
                    drop(black_box(self.analyzer.facts(corpus.language, text, tree)));
                }
                Stage::All => drop(black_box(self.analyzer.analyze(corpus.language, text))),
            }
        }
    }
}

fn parse(analyzer: &mut Analyzer, corpus: &Corpus, text: &str) -> SyntaxTree {
    analyzer
        .parse(corpus.language, text, None, &mut || false)
        .expect("files for measurements are below the limit of the parser")
}
