//! Plots as SVG, drawn by hand: bars on a logarithmic scale, and lines over the size of the workspace.

use std::fmt::Write;

use super::report::{Outcome, Soak, mebibytes};

const WIDTH: f64 = 960.0;
const LABELS: f64 = 330.0;
const ROW: f64 = 18.0;
const TOP: f64 = 48.0;
/// The scale goes from 10 microseconds to 10 seconds.
const DECADE_MIN: f64 = -2.0;
const DECADE_MAX: f64 = 4.0;
const COLORS: [&str; 6] = ["#4269d0", "#efb118", "#ff725c", "#6cc5b0", "#9c6b4e", "#97bbf5"];

/// Where a time in milliseconds lies between 0 and 1.
fn share(milliseconds: f64) -> f64 {
    ((milliseconds.max(1e-3).log10() - DECADE_MIN) / (DECADE_MAX - DECADE_MIN)).clamp(0.0, 1.0)
}

/// Writing to a string cannot fail, so nothing is reported.
macro_rules! draw {
    ($out:expr, $($part:tt)*) => { { let _ = writeln!($out, $($part)*); } };
}

fn begin(height: f64, title: &str) -> String {
    let mut out = String::new();
    draw!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" \
         font-family=\"sans-serif\" font-size=\"11\">\n<rect width=\"100%\" height=\"100%\" \
         fill=\"white\"/>\n<text x=\"8\" y=\"18\" font-size=\"14\">{title}</text>"
    );
    out
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// For the largest workspace: median, and a line to the 99th percentile, of each event.
pub(super) fn latency(outcomes: &[Outcome]) -> String {
    let Some(outcome) = outcomes.iter().max_by_key(|outcome| outcome.files) else {
        return begin(TOP, "nothing was measured") + "</svg>\n";
    };
    let rows = outcome.samples.distributions();
    let mut y = TOP;
    #[expect(clippy::cast_precision_loss, reason = "there are few rows")]
    let height = TOP + ROW * rows.len() as f64 + 16.0;
    let mut out = begin(
        height,
        &format!("Milliseconds in a workspace of {} files: median, and line to p99", outcome.files),
    );
    let place = |milliseconds: f64| LABELS + share(milliseconds) * (WIDTH - LABELS - 60.0);
    for decade in [0.01, 0.1, 1.0, 10.0, 100.0, 1_000.0, 10_000.0] {
        let x = place(decade);
        draw!(out, "<line x1=\"{x}\" x2=\"{x}\" y1=\"38\" y2=\"{height}\" stroke=\"#ddd\"/>");
        draw!(out, "<text x=\"{x}\" y=\"34\" text-anchor=\"middle\" fill=\"#666\">{decade}</text>");
    }
    for (name, times) in rows {
        let (median, p99) = (times.median.as_secs_f64() * 1e3, times.p99.as_secs_f64() * 1e3);
        let (x, middle) = (place(median), y + ROW / 2.0);
        draw!(
            out,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
            LABELS - 8.0,
            middle + 4.0,
            escape(name)
        );
        draw!(
            out,
            "<rect x=\"{LABELS}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\"/>",
            y + 3.0,
            x - LABELS,
            ROW - 6.0,
            COLORS[0]
        );
        let end = place(p99);
        draw!(
            out,
            "<line x1=\"{x}\" x2=\"{end}\" y1=\"{middle}\" y2=\"{middle}\" stroke=\"black\"/>"
        );
        draw!(
            out,
            "<text x=\"{}\" y=\"{}\" fill=\"#444\">{median:.2}</text>",
            end + 4.0,
            middle + 4.0
        );
        y += ROW;
    }
    out + "</svg>\n"
}

/// How the 99th percentiles of some events grow with the workspace.
pub(super) fn scaling(outcomes: &[Outcome]) -> String {
    const EVENTS: [&str; 6] = [
        "change to diagnostics, 10 KB rholang",
        "textDocument/definition",
        "textDocument/hover",
        "references in about 100 files",
        "rename in about 100 files",
        "workspace/symbol",
    ];
    let height = 460.0;
    let mut out = begin(height, "p99 in milliseconds over the number of files");
    let (left, right, bottom) = (60.0, WIDTH - 300.0, height - 40.0);
    let y = |milliseconds: f64| bottom - share(milliseconds) * (bottom - TOP);
    #[expect(clippy::cast_precision_loss, reason = "the number of files is small")]
    let decades: Vec<f64> = outcomes.iter().map(|outcome| (outcome.files as f64).log10()).collect();
    let (first, last) = (
        decades.iter().copied().fold(f64::MAX, f64::min),
        decades.iter().copied().fold(f64::MIN, f64::max),
    );
    let x = |decade: f64| left + (decade - first) / (last - first).max(1.0) * (right - left);
    for milliseconds in [0.01, 0.1, 1.0, 10.0, 100.0, 1_000.0, 10_000.0] {
        let y = y(milliseconds);
        draw!(out, "<line x1=\"{left}\" x2=\"{right}\" y1=\"{y}\" y2=\"{y}\" stroke=\"#ddd\"/>");
        draw!(
            out,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{milliseconds}</text>",
            left - 6.0,
            y + 4.0
        );
    }
    for (outcome, &decade) in outcomes.iter().zip(&decades) {
        draw!(
            out,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            x(decade),
            bottom + 18.0,
            outcome.files
        );
    }
    for (number, event) in EVENTS.into_iter().enumerate() {
        let color = COLORS[number % COLORS.len()];
        let mut points = String::new();
        for (outcome, &decade) in outcomes.iter().zip(&decades) {
            let times = outcome.samples.distributions();
            if let Some((_, times)) = times.iter().find(|(name, _)| *name == event) {
                let place = y(times.p99.as_secs_f64() * 1e3);
                let _ = write!(points, "{},{place} ", x(decade));
                draw!(
                    out,
                    "<circle cx=\"{}\" cy=\"{place}\" r=\"3\" fill=\"{color}\"/>",
                    x(decade)
                );
            }
        }
        draw!(
            out,
            "<polyline points=\"{points}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2\"/>"
        );
        #[expect(clippy::cast_precision_loss, reason = "there are few events")]
        let label = TOP + 18.0 * number as f64;
        draw!(
            out,
            "<rect x=\"{}\" y=\"{}\" width=\"10\" height=\"10\" fill=\"{color}\"/><text x=\"{}\" y=\"{label}\">{}</text>",
            right + 20.0,
            label - 9.0,
            right + 36.0,
            escape(event)
        );
    }
    out + "</svg>\n"
}

/// The memory over the number of edits.
pub(super) fn soak(soak: &Soak) -> String {
    let (height, left) = (360.0, 60.0);
    let (right, bottom) = (WIDTH - 60.0, height - 40.0);
    let mut out = begin(height, "MiB in memory over the number of edits");
    let most = soak.samples.iter().map(|sample| mebibytes(sample.resident)).fold(1.0, f64::max);
    // A scale that begins with zero shows whether the line is flat.
    let step = (most / 4.0).log2().ceil().exp2();
    let y = |mebibytes: f64| bottom - mebibytes / (5.0 * step) * (bottom - TOP);
    for mebibytes in [0.0, step, 2.0 * step, 3.0 * step, 4.0 * step] {
        let y = y(mebibytes);
        draw!(out, "<line x1=\"{left}\" x2=\"{right}\" y1=\"{y}\" y2=\"{y}\" stroke=\"#ddd\"/>");
        draw!(
            out,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{mebibytes}</text>",
            left - 6.0,
            y + 4.0
        );
    }
    let last = soak.samples.last().map_or(1, |sample| sample.edits).max(1);
    #[expect(clippy::cast_precision_loss, reason = "the number of edits is small")]
    let x = |edits: usize| left + edits as f64 / last as f64 * (right - left);
    let mut points = String::new();
    for (number, sample) in soak.samples.iter().enumerate() {
        let (x, y) = (x(sample.edits), y(mebibytes(sample.resident)));
        let _ = write!(points, "{x:.1},{y:.1} ");
        if number % 5 == 0 {
            let edits = sample.edits;
            draw!(
                out,
                "<text x=\"{x:.1}\" y=\"{}\" text-anchor=\"middle\">{edits}</text>",
                bottom + 18.0
            );
        }
    }
    let color = COLORS[0];
    draw!(
        out,
        "<polyline points=\"{points}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2\"/>"
    );
    out + "</svg>\n"
}
