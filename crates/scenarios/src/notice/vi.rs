//! What a link held that could not be used, in Vietnamese.

use super::{Notice, after_colon, spaced};
use crate::language::Language;
use crate::traffic::grouped;

impl Notice {
    pub(super) fn vietnamese(&self) -> String {
        match self {
            Notice::UnknownScenario { given } => {
                format!("Không có pattern nào tên “{given}”; đây là bài mở đầu.")
            }
            Notice::UnknownKey { given } => {
                format!("Đã bỏ qua “{given}”: ở đây không có tham số này.")
            }
            Notice::UnknownKeys { given } => {
                format!("Đã bỏ qua vì ở đây không có các tham số này: {given}.")
            }
            Notice::BadNumber { key, given, min, max, unit } => {
                let unit = spaced(unit);
                format!("{key}: đã bỏ qua “{given}”; cần một số nguyên từ {min} đến {max}{unit}.")
            }
            Notice::BadChoice { key, given, allowed } => {
                format!("{key}: đã bỏ qua “{given}”; có thể là {allowed}.")
            }
            Notice::BadAction { given, latest: Some(latest), .. } => {
                format!("do: đã bỏ qua “{given}”; sau @ cần một số nguyên từ 0 đến {latest} ms.")
            }
            Notice::BadAction { given, allowed, .. } if allowed.is_empty() => {
                format!("do: đã bỏ qua “{given}”; ở đây không có thao tác nào.")
            }
            Notice::BadAction { given, allowed, .. } => {
                format!("do: đã bỏ qua “{given}”; có thể là {allowed}.")
            }
            Notice::TooManyActions { limit } => {
                format!("do: chỉ nhận {limit} thao tác đầu tiên.")
            }
            Notice::Twice { key } => {
                format!("{key}: liên kết nhắc đến nhiều lần; giá trị cuối cùng được dùng.")
            }
            Notice::NoSuchItem { given } => {
                format!("follow: đã bỏ qua “{given}”; lượt chạy này không có item số đó.")
            }
            Notice::BeyondEnd { key, given, last } => {
                format!(
                    "{key}: “{given}” nằm sau điểm kết thúc của lượt chạy này; cuối cùng là {last}."
                )
            }
            Notice::BadGoal { name, allowed, elsewhere: true, .. } => {
                format!("goal: đã bỏ qua vì pattern này không có “{name}”; ở đây có {allowed}.")
            }
            Notice::BadGoal { given, allowed, .. } => {
                format!("goal: đã bỏ qua “{given}”; mục tiêu có thể nói về {allowed}.")
            }
            Notice::BadBound { given, name, allowed } => {
                format!("goal: đã bỏ qua “{given}”; sau {name} có thể là {allowed}.")
            }
            Notice::LongGoal { limit } => {
                format!("goal: chỉ nhận {limit} phần đầu tiên.")
            }
            Notice::ComparesNothing => "compare: đã bỏ qua vì đó là cùng một lượt chạy.".to_owned(),
            Notice::BadTraffic => {
                "traffic: không đọc được các lượt đến trong liên kết nên đã bỏ qua.".to_owned()
            }
            Notice::IdleTraffic => {
                "traffic: đã bỏ qua vì ở đây không có lượt đến nào lấy từ tệp.".to_owned()
            }
            Notice::NeedsFile { count } => format!(
                "Lượt chạy này cần tệp có {} lượt đến: hãy thả tệp vào đây. Trong lúc chờ, các lượt đến cách đều.",
                grouped(*count as usize, Language::Vi)
            ),
            Notice::TooLong { limit } => {
                format!("Liên kết quá dài; chỉ đọc {limit} byte đầu tiên.")
            }
            Notice::Newer => "Liên kết đến từ phiên bản mới hơn; có thể thiếu vài phần.".to_owned(),
            Notice::More { count, about } => {
                format!("Đã bỏ qua thêm {count} phần của liên kết{}.", after_colon(about))
            }
        }
    }
}
