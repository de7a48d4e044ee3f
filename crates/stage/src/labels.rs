//! Every word that is drawn or said, a table a language. `{0}`, `{1}` … stand for what is filled in.

use crate::widget::StateLabels;

/// The words of one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Labels {
    /// On the card that runs.
    pub on_the_thread: &'static str,
    /// With several threads; the number.
    pub on_thread: &'static str,
    /// The same where there is little room.
    pub running: &'static str,
    /// For so long still.
    pub waiting: &'static str,
    /// Ready, where there is room.
    pub ready: &'static str,
    /// Ready, with several threads.
    pub ready_many: &'static str,
    /// Ready, on a card.
    pub ready_short: &'static str,
    /// Ready, where there is least room.
    pub ready_word: &'static str,
    /// On what, and how full it is.
    pub blocked: &'static str,
    /// On what the lab was not told of.
    pub blocked_elsewhere: &'static str,
    /// With nothing to do.
    pub idle: &'static str,
    /// Dropped before its end.
    pub cancelled: &'static str,
    /// At its end.
    pub finished: &'static str,
    /// Not yet spawned.
    pub unborn: &'static str,
    /// The lane of the only thread.
    pub the_one_thread: &'static str,
    /// The lane of one of several; its number.
    pub thread: &'static str,
    /// The pill on the card that runs.
    pub pill: &'static str,
    /// With several threads; the number.
    pub pill_of: &'static str,
    /// What threads above one are.
    pub simulated: &'static str,
    /// A channel that takes nothing more: its name and how full it is.
    pub closed: &'static str,
    /// So many of a kind that were left out.
    pub more: &'static str,
    /// A crowd: its name and how many.
    pub crowd: &'static str,
    /// Who waits for permits: how many.
    pub in_line: &'static str,
    /// Nobody.
    pub nobody: &'static str,
    /// Between the last two of a list.
    pub or: &'static str,
    /// Between the last two of a list that all hold.
    pub and: &'static str,
    /// What an item without a number is called.
    pub an_item: &'static str,
    /// An item, its number.
    pub item: &'static str,

    /// Why: task, thread, since when, with what.
    pub why_running: &'static str,
    /// The same with several threads: task, thread, since when, with what.
    pub why_running_on: &'static str,
    /// Task, until when, for how long still, with what.
    pub why_waiting: &'static str,
    /// Task, since when, with what, who has the thread.
    pub why_ready: &'static str,
    /// Task, since when, with what; the thread is free.
    pub why_ready_free: &'static str,
    /// Task, item, resource and contents, since when.
    pub why_send: &'static str,
    /// Task, resource and contents, since when.
    pub why_receive: &'static str,
    /// Task, resource and contents, since when, with nothing in hand.
    pub why_idle: &'static str,
    /// Task, how many, resource and contents, since when.
    pub why_acquire: &'static str,
    /// Task, since when.
    pub why_elsewhere: &'static str,
    /// Task, when.
    pub why_finished: &'static str,
    /// Task, when.
    pub why_cancelled: &'static str,
    /// Of what cause.
    pub because: &'static str,
    /// It waits for nothing but the end of its scope: who, since when.
    pub why_scope: &'static str,
    /// Task, when it will be.
    pub why_unborn: &'static str,
    /// Task; it never is.
    pub why_never: &'static str,
    /// Filled in above as “with what”.
    pub with: &'static str,
    /// Who frees.
    pub freed_by: &'static str,
    /// Nobody frees.
    pub freed_by_nobody: &'static str,
    /// A stem: one of several.
    pub any: &'static str,
    /// Who receives.
    pub receiving: &'static str,
    /// Who sends.
    pub sending: &'static str,
    /// Who releases.
    pub releasing: &'static str,
    /// A resource: name, contents.
    pub why_resource: &'static str,
    /// An item: number, in whose hands.
    pub why_item_hand: &'static str,
    /// An item: number, in what.
    pub why_item_in: &'static str,
    /// An item: number, by whom, when.
    pub why_item_delivered: &'static str,
    /// An item: number, when, why.
    pub why_item_lost: &'static str,
    /// An item: number.
    pub why_item_unmade: &'static str,

    /// A run: instant, end.
    pub at_of: &'static str,
    /// How many are in progress.
    pub in_progress: &'static str,
    /// Who is on the thread.
    pub has_thread: &'static str,
    /// Who are on the threads.
    pub have_threads: &'static str,
    /// Nobody is on a thread.
    pub thread_is_free: &'static str,
    /// What a task does: name, state.
    pub does: &'static str,
    /// What is in a queue: name, contents, items.
    pub holds: &'static str,
    /// What a shown number is: name, value.
    pub shows: &'static str,
    /// A run that ended with nobody able to go on.
    pub deadlocked: &'static str,

    /// Events: task.
    pub was_spawned: &'static str,
    /// Task.
    pub has_finished: &'static str,
    /// Task.
    pub was_cancelled: &'static str,
    /// Task.
    pub became_ready: &'static str,
    /// Task.
    pub took_thread: &'static str,
    /// Task, thread.
    pub took_thread_of: &'static str,
    /// Task, for how long.
    pub slept: &'static str,
    /// Task, for how long.
    pub computed: &'static str,
    /// Task, resource.
    pub blocked_sending: &'static str,
    /// Task, resource.
    pub blocked_receiving: &'static str,
    /// Task, resource.
    pub blocked_acquiring: &'static str,
    /// Task.
    pub blocked_otherwise: &'static str,
    /// The same, with what it waits for.
    pub blocked_on: &'static str,
    /// Task, item, resource and contents.
    pub sent: &'static str,
    /// Task, item.
    pub delivered: &'static str,
    /// Task, item, resource and contents.
    pub received: &'static str,
    /// Task, item.
    pub made: &'static str,
    /// Item, why, where.
    pub lost: &'static str,
    /// A gate let an item pass, or turned it away: the gate, the item.
    pub decided: [&'static str; 2],
    /// Resource.
    pub opened: &'static str,
    /// Resource.
    pub was_closed: &'static str,
    /// Resource, value.
    pub showed: &'static str,
    /// Resource, held, waiting.
    pub showed_slots: &'static str,
    /// Claim.
    pub claim_broke: &'static str,
    /// Claim.
    pub claim_holds: &'static str,
    /// Action.
    pub acted: &'static str,
    /// The world outside.
    pub outside: &'static str,
    /// What resources show.
    pub states: StateLabels,
    /// Why an item is lost: cancelled, closed, refused, evicted, dropped, kept.
    pub losses: [&'static str; 6],
}

impl Labels {
    /// English.
    pub const EN: Labels = Labels {
        on_the_thread: "on the thread",
        on_thread: "on thread {0}",
        running: "running",
        waiting: "waiting {0}",
        ready: "ready, wants the thread",
        ready_many: "ready, wants a thread",
        ready_short: "wants thread",
        ready_word: "ready",
        blocked: "blocked: {0}",
        blocked_elsewhere: "blocked",
        idle: "idle",
        cancelled: "cancelled",
        finished: "finished",
        unborn: "not spawned yet",
        the_one_thread: "the one thread",
        thread: "thread {0}",
        pill: "thread",
        pill_of: "thread {0}",
        simulated: "simulated",
        closed: "{0}, closed",
        more: "+{0}",
        crowd: "{0} × {1}",
        in_line: "{0} in line",
        nobody: "nobody",
        or: " or ",
        and: " and ",
        an_item: "an item",
        item: "item {0}",

        why_running: "{0}: on the thread since {2}{3}.",
        why_running_on: "{0}: on thread {1} since {2}{3}.",
        why_waiting: "{0}: waiting for time until {1}, {2} more{3}.",
        why_ready: "{0}: ready since {1}{2}, wants the thread. It is taken by {3}.",
        why_ready_free: "{0}: ready since {1}{2}, next in line for the thread.",
        why_send: "{0}: blocked sending {1}, {2}, since {3}.",
        why_receive: "{0}: blocked receiving, {1}, since {2}.",
        why_idle: "{0}: idle, waits to receive, {1}, since {2}.",
        why_acquire: "{0}: blocked acquiring {1} of {2}, since {3}.",
        why_elsewhere: "{0}: waits for another task or an action since {1}.",
        why_finished: "{0}: finished at {1}.",
        why_cancelled: "{0}: cancelled at {1}, dropped before its end.",
        because: "Cause: {0}.",
        why_scope: "{0}: waits only to be cancelled, since {1}.",
        why_unborn: "{0}: not spawned yet; it will be at {1}.",
        why_never: "{0}: not spawned.",
        with: ", with {0}",
        freed_by: " Freed by: {0}.",
        freed_by_nobody: " Freed by: nobody, no task is left that could.",
        any: "any {0}",
        receiving: "{0} receiving",
        sending: "{0} sending",
        releasing: "{0} releasing",
        why_resource: "{0}: holds {1}.",
        why_item_hand: "Item {0}: in the hands of {1} since {2}.",
        why_item_in: "Item {0}: in {1} since {2}.",
        why_item_delivered: "Item {0}: delivered by {1} at {2}.",
        why_item_lost: "Item {0}: lost at {2}, {1}.",
        why_item_unmade: "Item {0}: not made yet.",

        at_of: "At {0} of {1}",
        in_progress: "{0} in progress",
        has_thread: "{0} is on the thread",
        have_threads: "{0} are on the threads",
        thread_is_free: "the thread is free",
        does: "{0} is {1}",
        holds: "{0} holds {1}",
        shows: "{0} is {1}",
        deadlocked: "no task can go on",

        was_spawned: "{0} was spawned.",
        has_finished: "{0} finished.",
        was_cancelled: "{0} was cancelled.",
        became_ready: "{0} is ready and wants the thread.",
        took_thread: "{0} is on the thread.",
        took_thread_of: "{0} is on thread {1}.",
        slept: "{0} waits {1}.",
        computed: "{0} computes for {1}.",
        blocked_sending: "{0} waits to send to {1}.",
        blocked_receiving: "{0} waits to receive from {1}.",
        blocked_acquiring: "{0} waits for its turn at {1}.",
        blocked_otherwise: "{0} waits for another task or an action.",
        blocked_on: "{0} waits for {1}.",
        sent: "{0} sent {1} to {2}.",
        delivered: "{0} delivered {1}.",
        received: "{0} received {1}, leaving {2}.",
        made: "{0} made {1}.",
        lost: "{0} lost {1}: {2}.",
        decided: ["{0} admitted {1}.", "{0} refused {1}."],
        opened: "{0} was opened.",
        was_closed: "{0} was closed.",
        showed: "{0} is now {1}.",
        showed_slots: "{0}: {1} held, {2} waited for.",
        claim_broke: "The claim “{0}” broke.",
        claim_holds: "The claim “{0}” holds.",
        acted: "Action: {0}.",
        outside: "the host",
        states: StateLabels::EN,
        losses: [
            "its sender gave up",
            "the other end was closed",
            "it was turned away",
            "a newer one pushed it out",
            "whoever held it dropped it",
            "it was kept as a dead letter",
        ],
    };

    /// Vietnamese.
    pub const VI: Labels = Labels {
        on_the_thread: "trên thread",
        on_thread: "trên thread {0}",
        running: "đang chạy",
        waiting: "đang chờ {0}",
        ready: "sẵn sàng, chờ thread",
        ready_many: "sẵn sàng, chờ một thread",
        ready_short: "chờ thread",
        ready_word: "sẵn sàng",
        blocked: "bị chặn: {0}",
        blocked_elsewhere: "bị chặn",
        idle: "rảnh",
        cancelled: "đã hủy",
        finished: "xong",
        unborn: "chưa được tạo",
        the_one_thread: "thread duy nhất",
        thread: "thread {0}",
        pill: "thread",
        pill_of: "thread {0}",
        simulated: "mô phỏng",
        closed: "{0}, đã đóng",
        more: "+{0}",
        crowd: "{0} × {1}",
        in_line: "{0} đang xếp hàng",
        nobody: "không ai",
        or: " hoặc ",
        and: " và ",
        an_item: "một item",
        item: "item {0}",

        why_running: "{0}: trên thread từ lúc {2}{3}.",
        why_running_on: "{0}: trên thread {1} từ lúc {2}{3}.",
        why_waiting: "{0}: đang chờ đến {1}, còn {2} nữa{3}.",
        why_ready: "{0}: sẵn sàng từ lúc {1}{2}, chờ thread. {3} đang giữ thread.",
        why_ready_free: "{0}: sẵn sàng từ lúc {1}{2}, sắp đến lượt lên thread.",
        why_send: "{0}: bị chặn khi gửi {1}, {2}, từ lúc {3}.",
        why_receive: "{0}: bị chặn khi nhận, {1}, từ lúc {2}.",
        why_idle: "{0}: rảnh, chờ nhận, {1}, từ lúc {2}.",
        why_acquire: "{0}: bị chặn khi xin {1} của {2}, từ lúc {3}.",
        why_elsewhere: "{0}: chờ task khác hoặc một thao tác, từ lúc {1}.",
        why_finished: "{0}: xong lúc {1}.",
        why_cancelled: "{0}: bị hủy lúc {1}, chưa chạy hết.",
        because: "Nguyên nhân: {0}.",
        why_scope: "{0}: chỉ còn chờ bị hủy, từ lúc {1}.",
        why_unborn: "{0}: chưa được tạo; sẽ được tạo lúc {1}.",
        why_never: "{0}: chưa được tạo.",
        with: ", đang giữ {0}",
        freed_by: " Đi tiếp được khi: {0}.",
        freed_by_nobody: " Không ai gỡ được: không còn task nào làm được việc đó.",
        any: "một {0} bất kỳ",
        receiving: "{0} nhận",
        sending: "{0} gửi",
        releasing: "{0} trả lại",
        why_resource: "{0}: đang chứa {1}.",
        why_item_hand: "Item {0}: {1} giữ từ lúc {2}.",
        why_item_in: "Item {0}: nằm trong {1} từ lúc {2}.",
        why_item_delivered: "Item {0}: {1} giao xong lúc {2}.",
        why_item_lost: "Item {0}: mất lúc {2}, {1}.",
        why_item_unmade: "Item {0}: chưa được tạo.",

        at_of: "Tại {0} trong tổng {1}",
        in_progress: "đang xử lý {0} item",
        has_thread: "{0} trên thread",
        have_threads: "{0} trên các thread",
        thread_is_free: "thread đang trống",
        does: "{0} {1}",
        holds: "{0} chứa {1}",
        shows: "{0} là {1}",
        deadlocked: "không task nào chạy tiếp được",

        was_spawned: "{0} được tạo.",
        has_finished: "{0} xong.",
        was_cancelled: "{0} bị hủy.",
        became_ready: "{0} sẵn sàng, chờ thread.",
        took_thread: "{0} lên thread.",
        took_thread_of: "{0} lên thread {1}.",
        slept: "{0} chờ {1}.",
        computed: "{0} tính toán trong {1}.",
        blocked_sending: "{0} chờ để gửi vào {1}.",
        blocked_receiving: "{0} chờ nhận từ {1}.",
        blocked_acquiring: "{0} xếp hàng ở {1}.",
        blocked_otherwise: "{0} chờ task khác hoặc một thao tác.",
        blocked_on: "{0} chờ {1}.",
        sent: "{0} gửi {1} vào {2}.",
        delivered: "{0} giao xong {1}.",
        received: "{0} nhận {1}, giờ {2}.",
        made: "{0} tạo {1}.",
        lost: "{0} làm mất {1}: {2}.",
        decided: ["{0} nhận {1}.", "{0} từ chối {1}."],
        opened: "{0} được mở.",
        was_closed: "{0} bị đóng.",
        showed: "{0} giờ là {1}.",
        showed_slots: "{0}: đang giữ {1}, đang chờ {2}.",
        claim_broke: "Khẳng định “{0}” bị vi phạm.",
        claim_holds: "Khẳng định “{0}” đúng.",
        acted: "Thao tác: {0}.",
        outside: "môi trường chạy",
        states: StateLabels::VI,
        losses: [
            "bên gửi đã bỏ cuộc",
            "đầu kia đã đóng",
            "bị từ chối",
            "bị item mới hơn đẩy ra",
            "bên đang giữ đã bỏ nó",
            "được giữ lại làm dead letter",
        ],
    };
}

/// Fills `{0}`, `{1}` … of a template in.
pub(crate) fn fill(template: &str, with: &[&str]) -> String {
    let mut filled = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        filled.push_str(&rest[..open]);
        let (number, after) = rest[open + 1..].split_once('}').unwrap_or(("", ""));
        let place = number.parse::<usize>().unwrap_or(usize::MAX);
        filled.push_str(with.get(place).copied().unwrap_or_default());
        rest = after;
    }
    filled.push_str(rest);
    filled
}
