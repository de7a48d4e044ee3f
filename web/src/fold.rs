//! Words made comparable: lower case, without diacritics.

use js_sys::JsString;

/// `Đường ống` becomes `duong ong`.
pub(crate) fn fold(text: &str) -> String {
    // By the browser, which has the tables for that.
    let lower: String = JsString::from(text).to_lower_case().into();
    lower.chars().filter_map(plain).collect()
}

/// A lower-case letter without its marks; `None` for a mark that stands alone.
fn plain(c: char) -> Option<char> {
    Some(match c {
        '\u{300}'..='\u{36f}' => return None,
        'à'..='å'
        | 'ă'
        | 'ā'
        | 'ạ'
        | 'ả'
        | 'ấ'
        | 'ầ'
        | 'ẩ'
        | 'ẫ'
        | 'ậ'
        | 'ắ'
        | 'ằ'
        | 'ẳ'
        | 'ẵ'
        | 'ặ' => 'a',
        'è'..='ë' | 'ẹ' | 'ẻ' | 'ẽ' | 'ế' | 'ề' | 'ể' | 'ễ' | 'ệ' => 'e',
        'ì'..='ï' | 'ĩ' | 'ỉ' | 'ị' => 'i',
        'ò'..='ö' | 'ơ' | 'ọ' | 'ỏ' | 'ố' | 'ồ' | 'ổ' | 'ỗ' | 'ộ' | 'ớ' | 'ờ' | 'ở' | 'ỡ' | 'ợ' => {
            'o'
        }
        'ù'..='ü' | 'ũ' | 'ư' | 'ụ' | 'ủ' | 'ứ' | 'ừ' | 'ử' | 'ữ' | 'ự' => 'u',
        'ý' | 'ÿ' | 'ỳ' | 'ỵ' | 'ỷ' | 'ỹ' => 'y',
        'đ' => 'd',
        'ç' => 'c',
        'ñ' => 'n',
        _ => c,
    })
}

/// How well `query` (folded) fits a text: every word of it must be found. Less is better.
pub(crate) fn fit(query: &str, text: &str) -> Option<usize> {
    let text = fold(text);
    let mut sum = 0;
    for word in query.split_whitespace() {
        sum += text.find(word)?;
    }
    Some(sum)
}
