//! A module of five functions and three pieces of data, cut.

use wasm_encoder::{
    CodeSection, ConstExpr, CustomSection, DataSection, ElementSection, Elements, Encode,
    EntityType, ExportSection, Function, FunctionSection, ImportSection, MemorySection, MemoryType,
    NameMap, NameSection, RefType, TableSection, TableType, TypeSection, ValType,
};
use wasmparser::{DataKind, Operator, Parser, Payload};

use super::*;
use crate::key;
use crate::linked::References;

/// Where the data is in memory: what stays, what moves, what that refers to.
const DATA: u32 = 1_024;
const STAYS: &[u8] = b"whoever comes sees this";
const MOVES: &[u8] = &[0x2c, 0x04, 0, 0, 1, 0, 0, 0, b'v', b't', b'a', b'b', b'l', b'e'];
const MOVES_TOO: &[u8] = b"this is seen by few";

/// The functions, behind the one import.
const FUNCTIONS: [&str; 5] = ["ensures", "main", "rare", "by_address", "little"];
const MAIN: u32 = 2;
const BY_ADDRESS: u32 = 4;
const LITTLE: u32 = 5;
/// Their places in the table: one is there because of its address, which only `MOVES` has.
const PLACED: [u32; 2] = [BY_ADDRESS, MAIN];

/// As the linker writes it: `main` calls `rare` and `little`.
fn linked() -> Vec<u8> {
    let mut module = wasm_encoder::Module::new();
    let mut types = TypeSection::new();
    types.ty().function([], []);
    types.ty().function([ValType::I32], [ValType::I32]);
    types.ty().function([ValType::I32, ValType::I32], []);
    let mut imports = ImportSection::new();
    imports.import("page", "link_part", EntityType::Function(2));
    let mut functions = FunctionSection::new();
    for kind in [1, 0, 0, 0, 0] {
        functions.function(kind);
    }
    let mut tables = TableSection::new();
    tables.table(TableType {
        element_type: RefType::FUNCREF,
        minimum: 3,
        maximum: None,
        table64: false,
        shared: false,
    });
    let mut memories = MemorySection::new();
    memories.memory(MemoryType {
        minimum: 1,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    let mut elements = ElementSection::new();
    elements.active(None, &ConstExpr::i32_const(1), Elements::Functions(PLACED[..].into()));
    let mut code = CodeSection::new();
    let body = |code: &mut CodeSection, calls: &[u32], nops: usize| {
        let mut function = Function::new([]);
        for callee in calls {
            function.instructions().call(*callee);
        }
        for _ in 0..nops {
            function.instructions().nop();
        }
        function.instructions().end();
        code.function(&function);
    };
    let mut ensures = Function::new([]);
    ensures.instructions().local_get(0).end();
    code.function(&ensures);
    body(&mut code, &[MAIN + 1, LITTLE], 40);
    body(&mut code, &[], 40);
    body(&mut code, &[], 40);
    body(&mut code, &[], 2);
    let mut data = DataSection::new();
    data.active(0, &ConstExpr::i32_const(DATA as i32), [STAYS, MOVES, MOVES_TOO].concat());
    let mut names = NameSection::new();
    let mut map = NameMap::new();
    for (number, name) in (1..).zip(FUNCTIONS) {
        map.append(number, name);
    }
    names.functions(&map);
    module.section(&types).section(&imports).section(&functions).section(&tables);
    module.section(&memories).section(&ExportSection::new()).section(&elements);
    module.section(&code).section(&data).section(&names);
    module.finish()
}

/// The same with the linker's notes behind it: `main` refers to what stays, `rare` to that and to what
/// moves.
fn noted() -> Vec<u8> {
    let mut bytes = linked();
    let module = Module::parse(&bytes).expect("it is a module");
    let begins =
        |id: u8| module.sections.iter().find(|(of, _)| *of == id).map(|(_, range)| range.start);
    let in_code =
        |function: u32| module.body(function).range().start - begins(10).expect("code") + 1;
    let data = module.data[0].1.as_ptr() as u64 - bytes.as_ptr() as u64 - begins(11).expect("data");
    let mut linking = vec![2];
    let mut segments = vec![1];
    ".rodata".encode(&mut segments);
    segments.extend([0, 0]);
    let mut symbols = vec![3];
    let mut at = 0;
    for piece in [STAYS, MOVES, MOVES_TOO] {
        symbols.extend([1, 0]);
        "piece".encode(&mut symbols);
        for number in [0, at, piece.len() as u32] {
            number.encode(&mut symbols);
        }
        at += piece.len() as u32;
    }
    for (id, section) in [(5, segments), (8, symbols)] {
        linking.push(id);
        section.encode(&mut linking);
    }
    let notes = |section: u8, notes: &[(u8, u64, u8, Option<u8>)]| {
        let mut bytes = vec![section, notes.len() as u8];
        for (kind, at, symbol, more) in notes {
            bytes.push(*kind);
            at.encode(&mut bytes);
            bytes.push(*symbol);
            bytes.extend(more);
        }
        bytes
    };
    let moves = data + STAYS.len() as u64;
    // Addresses in memory are of kind 4 in code and 5 in data; places in the table are of kind 2.
    let rare = in_code(MAIN + 1);
    let code = [(4, in_code(MAIN), 0, Some(0)), (4, rare, 0, Some(0)), (4, rare + 1, 1, Some(0))];
    let code = notes(7, &code);
    let data = notes(8, &[(5, moves, 2, Some(0)), (2, moves + 4, 0, None)]);
    let mut behind = Vec::new();
    for (name, data) in [("linking", linking), ("reloc.CODE", code), ("reloc.DATA", data)] {
        behind.push(0);
        CustomSection { name: name.into(), data: data.into() }.encode(&mut behind);
    }
    bytes.extend(behind);
    bytes
}

/// It, cut into the first part and one more, which has all but `main`.
fn parts() -> Parts {
    let (module, noted) = (linked(), noted());
    let moved = FUNCTIONS[2..].iter().map(|name| key::of(name) + "\n");
    let list = List::parse(&format!("[rest]\n{}", moved.collect::<String>())).expect("a list");
    let module = Module::parse(&module).expect("it is a module");
    let noted = Module::parse(&noted).expect("it is a module");
    cut(&module, &noted, &list, &[("rest", Vec::new())]).expect("it can be cut")
}

/// The data of a module, by place.
fn data(module: &[u8]) -> Vec<(u32, Vec<u8>)> {
    let mut found = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        let Payload::DataSection(segments) = payload.expect("it is a module") else { continue };
        for segment in segments {
            let segment = segment.expect("it is a segment");
            let DataKind::Active { offset_expr, .. } = segment.kind else { continue };
            let place = crate::module::constant(&offset_expr).expect("it is constant");
            found.push((place, segment.data.to_owned()));
        }
    }
    found
}

#[test]
fn the_linker_tells_who_refers_to_what() {
    let noted = noted();
    let linked = Linked::of(&Module::parse(&noted).expect("it is a module")).expect("it is noted");
    let [stays, moves, moves_too] = &linked.pieces[..] else { panic!("{:?}", linked.pieces) };
    assert_eq!(stays.range, DATA..DATA + STAYS.len() as u32);
    assert!(stays.is_constant && moves.is_constant && moves_too.is_constant);
    assert_eq!(moves.refers, References { pieces: [2].into(), places: [1].into() });
    assert_eq!(moves_too.refers, References::default());
    let module = Module::parse(&noted).expect("it is a module");
    let refers = |function| linked.refers(&module, function).map(|refers| refers.pieces.clone());
    assert_eq!(
        [MAIN, MAIN + 1, LITTLE].map(refers),
        [Some([0].into()), Some([0, 1].into()), Some([].into())]
    );
}

#[test]
fn data_is_where_it_is_reached_and_nowhere_else() {
    let parts = parts();
    assert_eq!(data(&parts.first), [(DATA, STAYS.to_owned())]);
    let moved = [MOVES, MOVES_TOO].concat();
    assert_eq!(data(&parts.others[0]), [(DATA + STAYS.len() as u32, moved)]);
}

#[test]
fn only_what_is_wanted_elsewhere_leaves_a_stub_and_what_is_little_stays_for_it() {
    let first = parts().first;
    let first = Module::parse(&first).expect("it is a module");
    // What sees to it that a part is there, `ensures`, `main` and `little` as they are, a stub.
    assert_eq!(first.functions.len(), 5);
    let is_stub = |function: &u32| {
        let mut operators = first.body(*function).get_operators_reader().expect("code").into_iter();
        operators.any(|operator| matches!(operator, Ok(Operator::CallIndirect { .. })))
    };
    assert_eq!(first.defined().filter(is_stub).count(), 1);
    // Nobody but the other part takes the address that was at place 1.
    assert_eq!(first.elements.iter().map(|(place, _)| *place).collect::<Vec<_>>(), [2]);
}

#[test]
fn a_module_without_notes_or_with_those_of_another_is_refused() {
    let (module, list) = (linked(), List::default());
    let module = Module::parse(&module).expect("it is a module");
    let refused =
        |linked: &Module<'_>| cut(&module, linked, &list, &[]).err().map(|error| error.to_string());
    let says =
        |refused: Option<String>, words: &str| refused.is_some_and(|said| said.contains(words));
    assert!(says(refused(&module), "--emit-relocs"));
    let noted = noted();
    let mut other = Module::parse(&noted).expect("it is a module");
    other.data.clear();
    assert!(says(refused(&other), "was not made of"));
}
