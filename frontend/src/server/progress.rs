//! Progress of long work, shown by the client.
//!
//! Work that ends within [`SHOWN_AFTER`] shows nothing, so the screen does not flicker. After that
//! the client is asked to create a token; when it agrees, the progress begins. Users may cancel it.

use std::time::{Duration, Instant};

use lsp_types::{
    ProgressParams, ProgressToken, WorkDoneProgressBegin, WorkDoneProgressCreateParams,
    WorkDoneProgressEnd, WorkDoneProgressReport,
};
use rholang_engine_sync::pool::CancelToken;
use serde::Serialize;
use serde_json::Value;

use super::client::{Client, Pending};
use crate::transport::Policy;

/// How long work may take without being shown.
pub(super) const SHOWN_AFTER: Duration = Duration::from_millis(500);

/// The least time between two reports.
const REPORT_INTERVAL: Duration = Duration::from_millis(100);

/// The number of a piece of work whose progress may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ProgressId(u32);

impl ProgressId {
    fn token(self) -> String {
        format!("rholang/{}", self.0)
    }
}

enum Stage {
    /// Not worth showing yet.
    Quiet { until: Instant },
    /// The client was asked for a token.
    Asked,
    /// The client shows it.
    Shown { reported: Instant },
    /// The client does not want to show it.
    Hidden,
}

struct Work {
    id: ProgressId,
    title: &'static str,
    message: String,
    percentage: Option<u32>,
    cancel: CancelToken,
    stage: Stage,
}

/// All work whose progress may be shown.
#[derive(Default)]
pub(super) struct Progress {
    works: Vec<Work>,
    next: u32,
}

impl Progress {
    /// Begins a piece of work, which `cancel` stops if the user asks for it.
    pub(super) fn begin(
        &mut self,
        title: &'static str,
        is_shown: bool,
        cancel: CancelToken,
    ) -> ProgressId {
        self.next += 1;
        let id = ProgressId(self.next);
        let stage = if is_shown {
            Stage::Quiet { until: Instant::now() + SHOWN_AFTER }
        } else {
            Stage::Hidden
        };
        let message = String::new();
        self.works.push(Work { id, title, message, percentage: None, cancel, stage });
        id
    }

    /// Tells how far the work is.
    pub(super) fn report(
        &mut self,
        client: &mut Client,
        id: ProgressId,
        message: String,
        percentage: Option<u32>,
    ) {
        let Some(work) = self.works.iter_mut().find(|work| work.id == id) else {
            return;
        };
        work.message = message;
        // Percentages must not go back.
        work.percentage = percentage.max(work.percentage);
        let now = Instant::now();
        if let Stage::Shown { reported } = &mut work.stage
            && now.duration_since(*reported) >= REPORT_INTERVAL
        {
            *reported = now;
            let report = WorkDoneProgressReport {
                cancellable: Some(true),
                message: Some(work.message.clone()),
                percentage: work.percentage,
            };
            send(client, Policy::Latest(id.token()), id, &report);
        }
    }

    /// Ends a piece of work.
    pub(super) fn end(&mut self, client: &mut Client, id: ProgressId, message: String) {
        let Some(index) = self.works.iter().position(|work| work.id == id) else {
            return;
        };
        if matches!(self.works.swap_remove(index).stage, Stage::Shown { .. }) {
            let end = WorkDoneProgressEnd { message: Some(message) };
            send(client, Policy::Keep, id, &end);
        }
    }

    /// When [`on_time`](Self::on_time) has something to do.
    pub(super) fn deadline(&self) -> Option<Instant> {
        let deadline = |work: &Work| match work.stage {
            Stage::Quiet { until } => Some(until),
            _ => None,
        };
        self.works.iter().filter_map(deadline).min()
    }

    /// Asks for tokens for work that takes long.
    pub(super) fn on_time(&mut self, client: &mut Client, now: Instant) {
        for work in &mut self.works {
            if matches!(work.stage, Stage::Quiet { until } if until <= now) {
                work.stage = Stage::Asked;
                let token = ProgressToken::String(work.id.token());
                let params = WorkDoneProgressCreateParams { token };
                let pending = Pending::Progress(work.id);
                client.request("window/workDoneProgress/create", &params, pending);
            }
        }
    }

    /// Takes the client's answer to the wish for a token.
    pub(super) fn on_token(&mut self, client: &mut Client, id: ProgressId, is_granted: bool) {
        // The work may have ended meanwhile; then nothing was shown, and nothing has to end.
        let Some(work) = self.works.iter_mut().find(|work| work.id == id) else {
            return;
        };
        if !is_granted {
            work.stage = Stage::Hidden;
            return;
        }
        work.stage = Stage::Shown { reported: Instant::now() };
        let begin = WorkDoneProgressBegin {
            title: work.title.to_owned(),
            cancellable: Some(true),
            message: Some(work.message.clone()),
            percentage: Some(work.percentage.unwrap_or(0)),
        };
        send(client, Policy::Keep, id, &begin);
    }

    /// Stops the work of a token.
    pub(super) fn cancel(&self, token: &Value) {
        let work = self.works.iter().find(|work| token == &work.id.token());
        if let Some(work) = work {
            work.cancel.cancel();
        }
    }
}

fn send(client: &mut Client, policy: Policy, id: ProgressId, value: &impl Serialize) {
    let value = serde_json::to_value(value).unwrap_or_default();
    let params = ProgressParams { token: ProgressToken::String(id.token()), value };
    client.notify(policy, "$/progress", &params);
}
