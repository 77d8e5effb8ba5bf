//! Tables that compare several ways to do the same, measured side by side in one run.
//!
//! Rows are the ways, columns what was measured. The samples of all cells are taken in turn, round
//! after round, so that a disturbance of the machine meets all rows alike. A cell shows the median of
//! its samples and, after `x`, its ratio to the first row of the same column.

use std::env;
use std::io::{self, Write};

/// How much to measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// Few rounds, for a look.
    Quick,
    /// Enough rounds for figures to be quoted.
    Full,
}

impl Effort {
    /// `Quick` if this process has the argument `--quick`.
    pub fn from_arguments() -> Self {
        if env::args().any(|argument| argument == "--quick") { Self::Quick } else { Self::Full }
    }

    /// The number of rounds in which samples are taken.
    pub const fn rounds(self) -> usize {
        match self {
            Self::Quick => 3,
            Self::Full => 9,
        }
    }
}

/// Whether this process was asked for tables alone, by the argument `--tables`.
pub fn tables_only() -> bool {
    env::args().any(|argument| argument == "--tables")
}

/// Takes one sample of a cell.
pub type Sampler<'a> = Box<dyn FnMut() -> f64 + 'a>;

/// A table that is to be measured.
pub struct Comparison<'a> {
    title: String,
    columns: Vec<String>,
    rows: Vec<(String, Vec<Option<Sampler<'a>>>)>,
}

impl<'a> Comparison<'a> {
    /// A comparison without rows. The title says the unit.
    pub fn new(title: impl Into<String>, columns: &[&str]) -> Self {
        let columns = columns.iter().map(|&column| column.to_owned()).collect();
        Self { title: title.into(), columns, rows: Vec::new() }
    }

    /// Adds a row with a sampler for each column; `None` where the row has nothing to offer.
    pub fn row(&mut self, name: impl Into<String>, cells: Vec<Option<Sampler<'a>>>) {
        assert_eq!(cells.len(), self.columns.len(), "a row has a cell for each column");
        self.rows.push((name.into(), cells));
    }

    /// Takes the samples.
    pub fn measure(self, rounds: usize) -> Table {
        let Self { title, columns, mut rows } = self;
        let mut samples: Vec<Vec<Vec<f64>>> =
            rows.iter().map(|(_, cells)| vec![Vec::new(); cells.len()]).collect();
        for _ in 0..rounds {
            for ((_, cells), samples) in rows.iter_mut().zip(&mut samples) {
                for (cell, samples) in cells.iter_mut().zip(samples) {
                    if let Some(sampler) = cell {
                        samples.push(sampler());
                    }
                }
            }
        }
        let medians = samples.into_iter().map(|row| row.into_iter().map(median).collect());
        let names = rows.into_iter().map(|(name, _)| name);
        Table { title, columns, rows: names.zip(medians).collect(), compares: true }
    }
}

/// A cell that is measured.
pub fn cell<'a>(sampler: impl FnMut() -> f64 + 'a) -> Option<Sampler<'a>> {
    Some(Box::new(sampler))
}

/// A table of figures.
pub struct Table {
    title: String,
    columns: Vec<String>,
    rows: Vec<(String, Vec<Option<f64>>)>,
    /// Whether ratios are shown.
    compares: bool,
}

impl Table {
    /// A table without rows. The title says the unit.
    pub fn new(title: impl Into<String>, columns: &[&str]) -> Self {
        let columns = columns.iter().map(|&column| column.to_owned()).collect();
        Self { title: title.into(), columns, rows: Vec::new(), compares: true }
    }

    /// A table whose rows are not compared with the first one.
    pub fn plain(title: impl Into<String>, columns: &[&str]) -> Self {
        Self { compares: false, ..Self::new(title, columns) }
    }

    /// Adds a row of figures.
    pub fn row(&mut self, name: impl Into<String>, values: Vec<Option<f64>>) {
        assert_eq!(values.len(), self.columns.len(), "a row has a figure for each column");
        self.rows.push((name.into(), values));
    }

    /// Writes the table as Markdown whose columns are aligned.
    ///
    /// # Errors
    ///
    /// If the output fails.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let mut lines: Vec<Vec<String>> = vec![vec![String::new()]];
        lines[0].extend(self.columns.iter().cloned());
        for (name, values) in &self.rows {
            let mut line = vec![name.clone()];
            for (column, &value) in values.iter().enumerate() {
                let base = self.rows[0].1[column].filter(|_| self.compares);
                line.push(shown(value, base));
            }
            lines.push(line);
        }
        let width = |column: usize| {
            let widths = lines.iter().map(|line| line[column].chars().count());
            widths.max().unwrap_or(0).max(4)
        };
        let widths: Vec<usize> = (0..=self.columns.len()).map(width).collect();
        writeln!(out, "{}\n", self.title)?;
        for (number, line) in lines.iter().enumerate() {
            for (column, (text, width)) in line.iter().zip(&widths).enumerate() {
                match column {
                    0 => write!(out, "| {text:<width$} |")?,
                    _ => write!(out, " {text:>width$} |")?,
                }
            }
            writeln!(out)?;
            if number == 0 {
                for (column, &width) in widths.iter().enumerate() {
                    match column {
                        0 => write!(out, "|{}|", "-".repeat(width + 2))?,
                        _ => write!(out, "{}:|", "-".repeat(width + 1))?,
                    }
                }
                writeln!(out)?;
            }
        }
        writeln!(out)
    }

    /// Writes the table to standard output. If nobody reads it, there is nobody left to tell.
    pub fn print(&self) {
        let _ = self.write(&mut io::stdout().lock());
    }
}

fn shown(value: Option<f64>, base: Option<f64>) -> String {
    let Some(value) = value else { return "-".to_owned() };
    let digits = match value.abs() {
        100.0.. => 0,
        10.0.. => 1,
        1.0.. => 2,
        _ => 3,
    };
    match base {
        Some(base) if base > 0.0 => format!("{value:.digits$} x{:.2}", value / base),
        _ => format!("{value:.digits$}"),
    }
}

/// The median of some samples, if there are any.
pub fn median(samples: Vec<f64>) -> Option<f64> {
    quantile(samples, 0.5)
}

/// The sample that the given share of samples does not exceed, if there are any.
pub fn quantile(mut samples: Vec<f64>, share: f64) -> Option<f64> {
    samples.sort_unstable_by(f64::total_cmp);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a share of a number of samples"
    )]
    let index = (samples.len() as f64 * share.clamp(0.0, 1.0)) as usize;
    samples.get(index.min(samples.len().saturating_sub(1))).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_shows_medians_and_ratios() {
        let mut comparison = Comparison::new("Times in ns", &["one", "two"]);
        let mut samples = [3.0, 1.0, 2.0].into_iter();
        let next = move || samples.next().unwrap_or(0.0);
        comparison.row("ours", vec![cell(next), cell(|| 100.0)]);
        comparison.row("theirs", vec![cell(|| 5.0), None]);
        let mut text = Vec::new();
        comparison.measure(3).write(&mut text).unwrap();
        let expected = "\
Times in ns

|        |        one |       two |
|--------|-----------:|----------:|
| ours   | 2.00 x1.00 | 100 x1.00 |
| theirs | 5.00 x2.50 |         - |

";
        assert_eq!(String::from_utf8(text).unwrap(), expected);
    }

    #[test]
    fn quantiles_are_samples() {
        let samples: Vec<f64> = (0..100).map(f64::from).collect();
        assert_eq!(quantile(samples.clone(), 0.5), Some(50.0));
        assert_eq!(quantile(samples.clone(), 0.99), Some(99.0));
        assert_eq!(quantile(samples, 1.0), Some(99.0));
        assert_eq!(median(Vec::new()), None);
    }
}
