//! The words of what resources show, in English and Vietnamese.

use crate::text;

/// The words of one language; `{0}`, `{1}` … is what is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StateLabels {
    /// Between thousands.
    pub thousands: &'static str,
    /// How many tokens of how many.
    pub tokens: &'static str,
    /// That, and in how much time the next one comes.
    pub next: &'static str,
    /// That, and none comes because there is no room.
    pub full: &'static str,
    /// None is there: in how much time one is.
    pub retry: &'static str,
    /// One bucket, or how many.
    pub buckets: [&'static str; 2],
    /// How many of how many at most.
    pub buckets_of: &'static str,
    /// A key that was put out.
    pub evicted: &'static str,
    /// A fixed window: how many, the limit, since when.
    pub in_box: &'static str,
    /// A moving one: how many, the limit, how long.
    pub in_last: &'static str,
    /// Two boxes: the sum, the limit.
    pub sum: &'static str,
    /// How that came about: the earlier box, its share in hundredths, the box of now.
    pub parts: &'static str,
    /// How many a bucket can hold.
    pub size: &'static str,
    /// The limit.
    pub limit: &'static str,
    /// How many came within one span over a border, and the limit; then if that is twice the limit.
    pub straddle: [&'static str; 2],
    /// The same where there is less room, and where there is little: how many, how long the span is,
    /// the limit.
    pub straddle_short: [&'static str; 2],
    /// The instant of the cursor.
    pub now: &'static str,
    /// Where a breaker stands: closed, open, half open.
    pub positions: [&'static str; 3],
    /// What that means.
    pub meanings: [&'static str; 3],
    /// What is counted: failures, successes.
    pub pips: [&'static str; 2],
    /// The same, of the calls that a rate is taken of.
    pub last_calls: &'static str,
    /// How many failures of how many.
    pub failures: &'static str,
    /// How many calls of how many failed, and how many of how many open it.
    pub failures_among: &'static str,
    /// In how much time a probe goes through.
    pub probe_in: &'static str,
    /// The next call is a probe.
    pub probe_next: &'static str,
    /// How many probes of how many were successes.
    pub successes: &'static str,
    /// Which items probe.
    pub probing: &'static str,
    /// One scope, or how many, how many have ended.
    pub scopes: [&'static str; 2],
    /// How much time is left.
    pub left: &'static str,
    /// None is left: whatever is to end by then is yet to.
    pub time_up: &'static str,
    /// Only a cancel ends it.
    pub no_deadline: &'static str,
    /// A scope: its name, what is to be said of it.
    pub scope: &'static str,
    /// When its deadline is.
    pub until: &'static str,
    /// A scope that ended: when.
    pub timed_out: &'static str,
    /// The same, by a cancel.
    pub was_cancelled: &'static str,
    /// How a scope ended, where there is no room for when: by its deadline, by a cancel.
    pub ends: [&'static str; 2],
    /// The same, by itself, when nobody needed it any more.
    pub let_go: &'static str,
    /// The cause of those that their deadline ended.
    pub deadline: &'static str,
    /// Because the one above did: its name.
    pub from_above: &'static str,
    /// The figure that is steered.
    pub p95: &'static str,
    /// There are not enough samples of it.
    pub no_p95: &'static str,
    /// What it should be at most.
    pub target: &'static str,
    /// What steers it: one, or how many.
    pub workers: [&'static str; 2],
    /// From how many to how many that may be.
    pub between: &'static str,
    /// What a span is in which nothing is changed.
    pub cooldown: &'static str,
    /// Nothing is changed for so long.
    pub quiet: &'static str,
    /// How many of how many are on.
    pub on: &'static str,
    /// How many rows are not as they should be.
    pub rows: &'static str,
    /// All are.
    pub rows_fine: &'static str,
    /// Nothing was shown yet.
    pub nothing: &'static str,
    /// What is shown, and when that changed.
    pub since: &'static str,
    /// The same, and who changed it.
    pub by: &'static str,
    /// What a full queue loses: its oldest, its newest.
    pub falls: [&'static str; 2],
}

impl StateLabels {
    /// A number of things.
    pub(crate) fn count(&self, count: impl ToString) -> String {
        text::grouped(&count.to_string(), self.thousands)
    }

    /// English.
    pub const EN: StateLabels = StateLabels {
        thousands: ",",
        tokens: "{0} of {1} tokens",
        next: "{0}, next in {1}",
        full: "{0}, full",
        retry: "empty, next in {0}",
        buckets: ["{0} bucket", "{0} buckets"],
        buckets_of: "{0} of at most {1} buckets",
        evicted: "evicted",
        in_box: "{0} of {1} since {2}",
        in_last: "{0} of {1} in the last {2}",
        sum: "about {0} of {1}",
        parts: "{0} before × {1} % + {2} now",
        size: "holds {0}",
        limit: "limit {0}",
        straddle: [
            "{0} in one window's length, limit {1}",
            "{0} in one window's length: 2 × the limit",
        ],
        straddle_short: ["{0} in {1}, limit {2}", "{0} in {1}"],
        now: "now",
        positions: ["closed", "open", "half open"],
        meanings: ["calls go through", "calls fail at once", "a few calls probe"],
        pips: ["failures", "successes"],
        last_calls: "last calls",
        failures: "{0} of {1} failures",
        failures_among: "{0} of {1} calls failed, opens at {2} of {3}",
        probe_in: "a probe in {0}",
        probe_next: "the next call probes",
        successes: "{0} of {1} probes ok",
        probing: "probing: {0}",
        scopes: ["{0} scope, {1} ended", "{0} scopes, {1} ended"],
        left: "{0} left",
        time_up: "time is up",
        no_deadline: "no deadline",
        scope: "{0}: {1}.",
        until: "deadline at {0}",
        timed_out: "deadline {0}",
        was_cancelled: "cancelled {0}",
        ends: ["deadline", "cancelled"],
        let_go: "over {0}",
        deadline: "deadline",
        from_above: "because {0} ended",
        p95: "p95 {0}",
        no_p95: "p95 not known yet",
        target: "target {0}",
        workers: ["{0} worker", "{0} workers"],
        between: "{0} to {1} workers",
        cooldown: "cooldown",
        quiet: "no change for {0}",
        on: "{0} of {1} on",
        rows: "{0} marked ✗",
        rows_fine: "as it should be",
        nothing: "nothing yet",
        since: "{0}: {1}. Changed at {2}.",
        by: "{0}: {1}. Changed at {2} by {3}.",
        falls: ["drops the oldest", "drops the newest"],
    };

    /// Vietnamese.
    pub const VI: StateLabels = StateLabels {
        // A point is what comes before the parts of a second.
        thousands: "\u{202f}",
        tokens: "{0}/{1} token",
        next: "{0}, thêm một sau {1}",
        full: "{0}, đầy",
        retry: "hết token, thêm một sau {0}",
        buckets: ["{0} bucket", "{0} bucket"],
        buckets_of: "{0} bucket, tối đa {1}",
        evicted: "bị loại",
        in_box: "{0}/{1} kể từ {2}",
        in_last: "{0}/{1} trong {2} vừa qua",
        sum: "khoảng {0}/{1}",
        parts: "{0} ô trước × {1} % + {2} ô này",
        size: "chứa được {0}",
        limit: "giới hạn {0}",
        straddle: [
            "{0} trong một khoảng dài bằng cửa sổ, giới hạn {1}",
            "{0} trong một khoảng dài bằng cửa sổ: 2 × giới hạn",
        ],
        straddle_short: ["{0} trong {1}, giới hạn {2}", "{0} trong {1}"],
        now: "bây giờ",
        positions: ["đóng", "ngắt", "hé mở"],
        meanings: ["lời gọi đi qua", "lời gọi lỗi ngay", "cho vài lời gọi đi thử"],
        pips: ["lỗi", "thành công"],
        last_calls: "các lời gọi gần nhất",
        failures: "{0}/{1} lần lỗi",
        failures_among: "{0}/{1} lời gọi lỗi, ngắt khi đủ {2}/{3}",
        probe_in: "{0} nữa cho thử",
        probe_next: "lời gọi tới sẽ đi thử",
        successes: "{0}/{1} lần thử ổn",
        probing: "đang thử: {0}",
        scopes: ["{0} scope, {1} đã kết thúc", "{0} scope, {1} đã kết thúc"],
        left: "còn {0}",
        time_up: "hết giờ",
        no_deadline: "không có deadline",
        scope: "{0}: {1}.",
        until: "deadline lúc {0}",
        timed_out: "hết hạn lúc {0}",
        was_cancelled: "bị hủy lúc {0}",
        ends: ["hết hạn", "bị hủy"],
        let_go: "xong lúc {0}",
        deadline: "hết hạn",
        from_above: "vì {0} đã kết thúc",
        p95: "p95 {0}",
        no_p95: "chưa biết p95",
        target: "mục tiêu {0}",
        workers: ["{0} worker", "{0} worker"],
        between: "từ {0} đến {1} worker",
        cooldown: "cooldown",
        quiet: "giữ nguyên trong {0}",
        on: "bật {0}/{1}",
        rows: "{0} dòng có dấu ✗",
        rows_fine: "đúng như mong đợi",
        nothing: "chưa có gì",
        since: "{0}: {1}. Đổi lúc {2}.",
        by: "{0}: {1}. {3} đổi lúc {2}.",
        falls: ["bỏ cái cũ nhất", "bỏ cái mới nhất"],
    };
}
