//! What a report says beside the words of its scenario and of pictures, in each language.

use lab::{Measured, Outcome, Trace};
use scenarios::Language;
use stage::seconds;

/// How a run ended, and when.
pub(crate) fn outcome(trace: &Trace, language: Language) -> String {
    let end = seconds(trace.end());
    let name = |task: u32| trace.tasks[task as usize].name.as_str();
    let [en, vi] = match &trace.outcome {
        Outcome::Running => [format!("goes on at {end}"), format!("vẫn còn tiếp lúc {end}")],
        Outcome::Finished => [format!("finished at {end}"), format!("xong lúc {end}")],
        Outcome::Deadlocked { waits } => {
            let names: Vec<&str> = waits.iter().map(|wait| name(wait.task)).collect();
            let names = names.join(", ");
            [
                format!("stuck at {end}: nobody can free {names}"),
                format!("kẹt hẳn lúc {end}: không ai gỡ được cho {names}"),
            ]
        }
        Outcome::OutOfTime => {
            [format!("out of time at {end}"), format!("chạm giới hạn thời gian lúc {end}")]
        }
        Outcome::OutOfEvents => {
            [format!("out of events at {end}"), format!("chạm giới hạn sự kiện lúc {end}")]
        }
        Outcome::Panicked { task, message } => {
            let task = name(*task);
            [
                format!("{task} panicked at {end}: {message}"),
                format!("{task} bị panic lúc {end}: {message}"),
            ]
        }
    };
    match language {
        Language::En => en,
        Language::Vi => vi,
    }
}

/// What the figures of a run are called, as on the page.
struct Names {
    makespan: &'static str,
    throughput: &'static str,
    running: &'static str,
    delivered: &'static str,
    lost: &'static str,
    given_up: &'static str,
}

const EN: Names = Names {
    makespan: "total time",
    throughput: "throughput",
    running: "thread running",
    delivered: "delivered",
    lost: "lost",
    given_up: "given up",
};

const VI: Names = Names {
    makespan: "tổng thời gian",
    throughput: "thông lượng",
    running: "thread đang chạy",
    delivered: "được giao",
    lost: "bị mất",
    given_up: "đã bỏ",
};

/// The figures of a run, in two lines.
pub(crate) fn measured(measured: &Measured, peers: &str, language: Language) -> String {
    let names = match language {
        Language::En => &EN,
        Language::Vi => &VI,
    };
    let ms =
        |us: Option<u64>| us.map_or("–".to_owned(), |us| format!("{} ms", (us + 500) / 1_000));
    let percent = |permille: u64| format!("{} %", (permille + 5) / 10);
    let tenths = (measured.throughput + 50) / 100;
    let first = [
        format!("{} {}", names.makespan, seconds(measured.makespan_us)),
        format!("{} {}.{} /s", names.throughput, tenths / 10, tenths % 10),
        format!("p50 {}", ms(measured.p50_us)),
        format!("p95 {}", ms(measured.p95_us)),
        format!("p99 {}", ms(measured.p99_us)),
    ];
    let second = [
        format!("{} {}", occupied(peers, language), percent(measured.occupied_permille)),
        format!("{} {}", names.running, percent(measured.running_permille)),
        format!("{} {}", names.delivered, measured.delivered),
        format!("{} {}", names.lost, measured.lost),
        format!("{} {}", names.given_up, measured.given_up),
    ];
    format!("{}\n{}", first.join(" · "), second.join(" · "))
}

/// Who it is whose occupation is measured. Vietnamese nouns stay as they are.
fn occupied(peers: &str, language: Language) -> String {
    match (language, peers, peers.strip_suffix('y')) {
        (Language::En, "", _) => "tasks occupied".to_owned(),
        (Language::En, _, Some(begin)) => format!("{begin}ies occupied"),
        (Language::En, _, None) => format!("{peers}s occupied"),
        (Language::Vi, "", _) => "task bận".to_owned(),
        (Language::Vi, _, _) => format!("{peers} bận"),
    }
}
