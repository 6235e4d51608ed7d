//! Figures of the running program for those who operate it (`/metrics`, in the OpenMetrics text format). They start
//! from nothing with each process; nothing that a person sees is counted here.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

/// Media type of [`Metrics::render`].
pub const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// What is counted.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    /// Updates stored.
    pub updates_stored: Counter,
    /// Updates that came again and were known.
    pub updates_repeated: Counter,
    /// Requests for updates that failed.
    pub poll_faults: Counter,
    /// Updates handled.
    pub updates_handled: Counter,
    /// Attempts at handling that failed.
    pub handling_failures: Counter,
    /// Attempts at sending, by kind and outcome.
    pub sent: Family<Sending, Counter>,
    /// 1 while this process polls and sends for the bot.
    pub leader: Gauge,
    /// Updates that wait to be handled.
    pub inbox_waiting: Gauge,
    /// Updates that were set aside as failed.
    pub inbox_failed: Gauge,
    /// Messages that wait to be sent.
    pub outbox_waiting: Gauge,
}

/// Labels of an attempt at sending.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Sending {
    /// Kind of the outbox row.
    pub kind: &'static str,
    /// How the attempt ended.
    pub outcome: &'static str,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("rapport");
        let mut counter = |name: &str, help: &str| {
            let counter = Counter::default();
            registry.register(name, help, counter.clone());
            counter
        };
        let updates_stored = counter("updates_stored", "Updates stored");
        let updates_repeated = counter("updates_repeated", "Updates that came again and were known");
        let poll_faults = counter("poll_faults", "Requests for updates that failed");
        let updates_handled = counter("updates_handled", "Updates handled");
        let handling_failures = counter("handling_failures", "Attempts at handling updates that failed");
        let mut gauge = |name: &str, help: &str| {
            let gauge = Gauge::default();
            registry.register(name, help, gauge.clone());
            gauge
        };
        let leader = gauge("leader", "1 while this process polls and sends for the bot");
        let inbox_waiting = gauge("inbox_waiting", "Updates that wait to be handled");
        let inbox_failed = gauge("inbox_failed", "Updates that were set aside as failed");
        let outbox_waiting = gauge("outbox_waiting", "Messages that wait to be sent");
        let sent = Family::default();
        registry.register("sent", "Attempts at sending, by kind and outcome", sent.clone());
        Self {
            registry,
            updates_stored,
            updates_repeated,
            poll_faults,
            updates_handled,
            handling_failures,
            sent,
            leader,
            inbox_waiting,
            inbox_failed,
            outbox_waiting,
        }
    }
}

impl Metrics {
    /// All figures, as text.
    ///
    /// # Errors
    /// None that a string can cause.
    pub fn render(&self) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }

    /// Counts an attempt at sending.
    pub fn count_sent(&self, kind: &'static str, outcome: &'static str) {
        self.sent.get_or_create(&Sending { kind, outcome }).inc();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_is_shown() {
        let metrics = Metrics::default();
        metrics.updates_stored.inc_by(3);
        metrics.leader.set(1);
        metrics.count_sent("prompt", "sent");
        metrics.count_sent("prompt", "sent");
        let text = metrics.render().unwrap();
        for line in [
            "rapport_updates_stored_total 3",
            "rapport_leader 1",
            "rapport_sent_total{kind=\"prompt\",outcome=\"sent\"} 2",
        ] {
            assert!(text.lines().any(|l| l == line), "{line} is missing in\n{text}");
        }
    }
}
