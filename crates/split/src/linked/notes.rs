//! The notes of the linker as they stand: symbols, and where it has put their addresses.

use std::error::Error;
use std::ops::Range;

use wasmparser::{
    KnownCustom, Linking, LinkingSectionReader, Parser, Payload, RelocSectionReader,
    RelocationType, SymbolInfo,
};

use crate::module::Module;

/// Where the linker puts what nobody writes to.
const CONSTANT: &str = ".rodata";
/// What it calls its notes of the code, and of the data.
const OF_CODE: &str = "reloc.CODE";
const OF_DATA: &str = "reloc.DATA";

/// An address that is put in.
pub(super) struct Note {
    pub(super) kind: RelocationType,
    pub(super) symbol: usize,
    /// Where it stands in the file.
    pub(super) at: usize,
}

/// The notes.
#[derive(Default)]
pub(super) struct Notes {
    /// By number, where in memory they begin and end; not those that are no data.
    pub(super) symbols: Vec<Option<(u32, u32)>>,
    /// Memory that nobody writes to.
    pub(super) constant: Vec<Range<u32>>,
    /// Addresses in the code, by where in the file they stand.
    pub(super) code: Vec<(u32, Note)>,
    /// Addresses in the data, by where in memory they stand.
    pub(super) data: Vec<(u32, Note)>,
}

impl Notes {
    pub(super) fn read(module: &Module<'_>) -> Result<Self, Box<dyn Error>> {
        let mut notes = Notes::default();
        let mut has_addresses = false;
        for payload in Parser::new(0).parse_all(module.bytes) {
            let Payload::CustomSection(custom) = payload? else { continue };
            match custom.as_known() {
                KnownCustom::Linking(linking) => notes.link(linking, module)?,
                KnownCustom::Reloc(addresses) => {
                    notes.put(custom.name(), addresses, module)?;
                    has_addresses = true;
                }
                _ => {}
            }
        }
        if !has_addresses {
            return Err("the linker noted no addresses: it is to `--emit-relocs`".into());
        }
        notes.code.sort_by_key(|(place, _)| *place);
        notes.data.sort_by_key(|(place, _)| *place);
        Ok(notes)
    }

    fn link(
        &mut self,
        linking: LinkingSectionReader<'_>,
        module: &Module<'_>,
    ) -> Result<(), Box<dyn Error>> {
        for section in linking {
            match section? {
                Linking::SegmentInfo(segments) => {
                    for (segment, (from, data)) in segments.into_iter().zip(&module.data) {
                        if segment?.name == CONSTANT {
                            self.constant.push(*from..*from + data.len() as u32);
                        }
                    }
                }
                Linking::SymbolTable(symbols) => {
                    for symbol in symbols {
                        let SymbolInfo::Data { symbol: Some(symbol), .. } = symbol? else {
                            self.symbols.push(None);
                            continue;
                        };
                        let segment = module.data.get(symbol.index as usize);
                        let from = segment.ok_or("a symbol that is nowhere")?.0 + symbol.offset;
                        self.symbols.push(Some((from, from + symbol.size)));
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn put(
        &mut self,
        name: &str,
        addresses: RelocSectionReader<'_>,
        module: &Module<'_>,
    ) -> Result<(), Box<dyn Error>> {
        const CODE: u8 = 10;
        const DATA: u8 = 11;
        let (of, id) = match name {
            OF_CODE => (&mut self.code, CODE),
            OF_DATA => (&mut self.data, DATA),
            _ => return Ok(()),
        };
        let section = module.sections.iter().find(|(section, _)| *section == id);
        let begin = section.ok_or("addresses in a section that is not there")?.1.start as usize;
        for entry in addresses.entries() {
            let entry = entry?;
            let at = begin + entry.offset as usize;
            let place = if id == CODE { Some(at as u32) } else { module.address(at) };
            let note = Note { kind: entry.ty, symbol: entry.index as usize, at };
            of.push((place.ok_or("an address that is nowhere")?, note));
        }
        Ok(())
    }
}
