import type { Position } from '../../geo/position.ts'
import type { Gazetteer } from '../../roster/gazetteer.ts'

/** Finds what BMKG's bulletins call by name. */
export interface PlaceNames {
  /** Where a town, kabupaten or kota lies, by its seat; null for a name that is not known, or means several places. */
  placeOf(name: string): Position | null
  /**
   * The code of a kabupaten or kota in a province, or of the one that a part of it (`Donggala bagian barat`) lies in;
   * null for a name that is not known there. A name that both have is the kabupaten's, unless `Kota` stands before it.
   */
  regencyByName(province: string, district: string): string | null
}

/** As bulletins shorten provinces; letters alone, in lower case. Numbers are Kemendagri's. */
const PROVINCES: Readonly<Record<string, string>> = {
  nad: '11',
  sumut: '12',
  sumbar: '13',
  sumsel: '16',
  babel: '19',
  bangkabelitung: '19',
  kepri: '21',
  dki: '31',
  dkijakarta: '31',
  jakarta: '31',
  jabar: '32',
  jateng: '33',
  diy: '34',
  diyogyakarta: '34',
  yogyakarta: '34',
  jatim: '35',
  ntb: '52',
  ntt: '53',
  kalbar: '61',
  kalteng: '62',
  kalsel: '63',
  kaltim: '64',
  kaltara: '65',
  sulut: '71',
  sulteng: '72',
  sulsel: '73',
  sultra: '74',
  sulbar: '76',
  malut: '82',
}

/** Papua's provinces were two until 2022, and bulletins may name a regency under its former one. */
const PAPUA = /^9/

/** Letters and digits alone, in lower case. */
const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

const CITY = /^\s*(?:kota(?:[\s-]+administrasi)?|kota\s*madya|kodya)[\s-]+/i
const REGENCY = /^\s*(?:kabupaten(?:[\s-]+administrasi)?|kab\.?)[\s-]+/i
const ISLANDS = /\b(?:kepulauan|kep\.?)(?=[\s-])/i

/** `bagian utara`, `pesisir selatan bagian barat`: a part of a regency is warned as the regency. */
const PART = /[\s-]+bagian[\s-]+\p{L}+([\s-]+\p{L}+)?\s*$/iu

interface Named {
  readonly code: string
  readonly position: Position
  readonly isCity: boolean
}

type Kind = 'city' | 'regency' | 'any'

/**
 * How a name may be meant, the likeliest first: `Kota Bima` is a kind and a name, `Kota Baru` a name; `Donggala bagian
 * barat` is a part of Donggala, `Seram Bagian Timur` a name.
 */
const meanings = (text: string): readonly { readonly key: string; readonly kind: Kind }[] => {
  const kind = CITY.test(text) ? 'city' : REGENCY.test(text) ? 'regency' : 'any'
  return [text, text.replace(PART, '')].flatMap((whole) => {
    const bare = whole.replace(CITY, '').replace(REGENCY, '')
    return [
      { key: plain(bare.replace(ISLANDS, 'kepulauan')), kind },
      { key: plain(whole.replace(ISLANDS, 'kepulauan')), kind: 'any' as const },
    ]
  })
}

const add = (index: Map<string, Named[]>, key: string, named: Named): void => {
  const there = index.get(key)
  if (there === undefined) index.set(key, [named])
  else if (!there.some(({ code }) => code === named.code)) there.push(named)
}

/** The one of its kind that a name means; null where there is none, or more than one. */
const choose = (found: readonly Named[], kind: Kind, first: 'city' | 'regency'): Named | null => {
  const wanted = kind === 'any' ? first : kind
  const ofKind = found.filter(({ isCity }) => isCity === (wanted === 'city'))
  const left = ofKind.length > 0 || kind !== 'any' ? ofKind : found
  return left.length === 1 ? (left[0] ?? null) : null
}

/** The names of all regencies and of their seats, from the gazetteer. */
export const placeNames = ({ seats, find }: Pick<Gazetteer, 'seats' | 'find'>): PlaceNames => {
  const regencies = new Map<string, Named[]>()
  const towns = new Map<string, Named[]>()
  const provinces = new Map<string, string>(Object.entries(PROVINCES))
  for (const { regencyCode, name, seat, position } of seats) {
    const named = { code: regencyCode, position, isCity: CITY.test(name) }
    const key = meanings(name)[0]?.key ?? ''
    add(regencies, key, named)
    // Bulletins write Talaud for Kepulauan Talaud.
    if (key.startsWith('kepulauan')) add(regencies, key.slice('kepulauan'.length), named)
    add(towns, plain(seat.replace(/\s*\(.*\)/, '')), named)
    const code = regencyCode.slice(0, 2)
    const province = find(code)?.name
    if (province !== undefined) provinces.set(plain(province), code)
  }
  const lookUp = (
    index: ReadonlyMap<string, readonly Named[]>,
    text: string,
    first: 'city' | 'regency',
    isThere: (named: Named) => boolean,
  ): Named | null => {
    for (const { key, kind } of meanings(text)) {
      const found = choose((index.get(key) ?? []).filter(isThere), kind, first)
      if (found !== null) return found
    }
    return null
  }
  const anywhere = (): boolean => true
  return {
    // A felt report names the town first: III Pekalongan is what people in the city felt.
    placeOf: (name) =>
      (lookUp(regencies, name, 'city', anywhere) ?? lookUp(towns, name, 'city', anywhere))?.position ?? null,
    regencyByName: (province, district) => {
      const prefix = provinces.get(plain(province.replace(/^\s*(?:provinsi|prov\.?)\s+/i, '')))
      if (prefix === undefined) return null
      const isThere = ({ code }: Named): boolean =>
        code.startsWith(`${prefix}.`) || (PAPUA.test(prefix) && PAPUA.test(code))
      return lookUp(regencies, district, 'regency', isThere)?.code ?? null
    },
  }
}
