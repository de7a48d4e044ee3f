//! What a pipeline tells of itself, for all to see.

use std::cell::RefCell;

use lab::{Lab, ResourceId, Row, State};
use patterns::resilient::Metrics;

use super::to_ms;

/// Shows metrics, whenever they have changed.
#[derive(Debug)]
pub struct Dashboard {
    lab: Lab,
    /// Each table, and what it showed last.
    requests: (ResourceId, RefCell<Vec<Row>>),
    latency: (ResourceId, RefCell<Vec<Row>>),
}

impl Dashboard {
    /// How many rows of `requests` add up to its first.
    pub const PARTS: usize = 9;

    /// One that shows two tables, `requests` and `latency`.
    pub fn new(lab: &Lab) -> Self {
        let table = |name| (lab.shown(name), RefCell::default());
        Dashboard { lab: lab.clone(), requests: table("requests"), latency: table("latency") }
    }

    /// Shows these.
    pub fn show(&self, metrics: &Metrics) {
        let Metrics { submitted, queued, serving, ok, fallback, dead_letters, .. } = *metrics;
        let refused = metrics.refused;
        let door = refused.full + refused.evicted + refused.skipped;
        let other = refused.total() - door - refused.open - refused.over_limit;
        let rows = [
            ("handed in", submitted),
            ("queue depth", queued),
            ("being served", serving),
            ("ok", ok),
            ("fallback", fallback),
            ("dead letters", dead_letters),
            ("queue full", door),
            ("circuit open", refused.open),
            ("over limit", refused.over_limit),
            ("other refusal", other),
        ];
        let rows = rows.map(|(name, cell)| row(name, vec![cell as i64]));
        self.table(&self.requests, &["so far"], rows.to_vec());
        if let Some(latency) = metrics.latency {
            let cells = [latency.p50, latency.p95, latency.p99].map(to_ms).to_vec();
            self.table(&self.latency, &["p50", "p95", "p99"], vec![row("ms", cells)]);
        }
    }

    fn table(&self, (id, shown): &(ResourceId, RefCell<Vec<Row>>), head: &[&str], rows: Vec<Row>) {
        if *shown.borrow() != rows {
            let columns = head.iter().map(|&name| name.to_owned()).collect();
            self.lab.show(*id, State::Table { columns, rows: rows.clone() });
            *shown.borrow_mut() = rows;
        }
    }
}

fn row(name: &str, cells: Vec<i64>) -> Row {
    Row { name: name.to_owned(), cells, fine: None }
}
