import { PAGE_WIDTH, paragraph } from './paragraph.ts'
import type { Spoken } from './spoken.ts'

/** What became of the message to somebody: nothing of it left, nobody knows, it left, it is on their telephone. */
export type Reached = 'not-left' | 'unknown' | 'left' | 'delivered'

/** One person of a call sheet. Texts are one line each, as smsValue makes them. */
export interface SheetPerson {
  readonly externalId: string
  readonly name: string
  /** As the roster keeps it, and as people read it. */
  readonly kind: string
  readonly kindName: string
  /** In full, in E.164; null: none, or one that nobody is to call. */
  readonly phone: string | null
  readonly km: number
  /** Where they live, in words. */
  readonly village: string
  /** Which of the sheet's places they are called to, from 0. */
  readonly place: number
  readonly spoken: Spoken
  /** When their turn begins, in words; null outside a rota. */
  readonly turn: string | null
  readonly reached: Reached
  /** Asked by STOP not to be called. */
  readonly optedOut: boolean
  /** What they said, in words with its time; null while they owe an answer. */
  readonly said: string | null
  /** Nobody waits for them any more. */
  readonly stoodDown: boolean
}

/** Whether people are to be called now. */
export type SheetStanding = 'call' | 'wait' | 'enough' | 'over'

const REACHED: Readonly<Record<Reached, string>> = {
  'not-left': 'pesan belum terkirim',
  unknown: 'pesan belum jelas terkirim',
  left: 'pesan terkirim',
  delivered: 'pesan sampai',
}

/** `0812-3456-7890`: as it is dialled within the country; a foreign number as it is. */
const dialled = (phone: string): string =>
  phone.startsWith('+62') ? `0${phone.slice(3)}`.replace(/(\d{4})(?=\d)/g, '$1-') : phone

const column = (text: string, width: number): string => text.slice(0, width).padEnd(width)

const isToCall = (standing: SheetStanding, { said, stoodDown, optedOut, phone }: SheetPerson): boolean =>
  standing === 'call' && said === null && !stoodDown && !optedOut && phone !== null

/** What the operator ticks, or why there is nothing to tick. */
const boxes = (standing: SheetStanding, person: SheetPerson): string => {
  const { spoken, said, stoodDown, optedOut, phone, turn } = person
  const state = REACHED[person.reached]
  const time = 'jam ......'
  // First of all what they said last: it may be that they are not safe.
  const before = said === null ? '' : `${said}; `
  if (optedOut) return `${before}minta tidak dihubungi (STOP): jangan telepon`
  if (standing === 'over') return `${said ?? state}  [ ] diberi tahu: selesai  [ ] aman di rumah`
  if (stoodDown) return `${before}tidak perlu datang lagi  [ ] diberi tahu${said === null ? `  ${time}` : ''}`
  if (said !== null) return `sudah menjawab: ${said}`
  if (phone === null) return `tanpa nomor telepon: titip pesan lewat tetangga atau radio  (${state})`
  if (standing !== 'call') return state
  const answers =
    spoken === 'safety-check'
      ? '[ ] AMAN+SIAP  [ ] AMAN  [ ] TIDAK BISA  [ ] BAHAYA'
      : '[ ] YA  [ ] TIDAK  [ ] TIBA  [ ] tak diangkat'
  return `${answers}  ${time}  (${turn === null ? state : `giliran ${turn}`})`
}

interface Placed {
  readonly person: SheetPerson
  /** The order in which people are called; null: they are not. */
  readonly number: number | null
}

const linesOf = (standing: SheetStanding, severalPlaces: boolean, { person, number }: Placed): readonly string[] => {
  const { phone, optedOut, name, kindName, km, externalId, place } = person
  const who = [
    String(number ?? '-').padStart(4),
    column(phone === null || optedOut ? '-' : dialled(phone), 16),
    column(name, 26),
    column(kindName, 16),
    `${Math.max(1, Math.round(km))} km`.padStart(6),
  ].join('  ')
  const id = `${externalId}${severalPlaces ? ` [${place + 1}]` : ''}`
  const isShort = who.length + 2 + id.length <= PAGE_WIDTH
  return [...(isShort ? [`${who}  ${id}`] : [who, ...paragraph('      ', id)]), `      ${boxes(standing, person)}`, '']
}

/**
 * The list of a call sheet: everybody of a village together, villages in the order in which their first one is called.
 * Those to call have a number, from 1 in the order given; those who answered, who are no longer needed, who cannot or
 * may not be called have none and stand last in their village.
 */
export const callList = (
  standing: SheetStanding,
  people: readonly SheetPerson[],
  severalPlaces: boolean,
): readonly string[] => {
  const toCall = people.filter((person) => isToCall(standing, person))
  const others = people.filter((person) => !isToCall(standing, person))
  const villages = new Map<string, Placed[]>()
  for (const placed of [
    ...toCall.map((person, at) => ({ person, number: at + 1 })),
    ...others.map((person) => ({ person, number: null })),
  ]) {
    const village = villages.get(placed.person.village)
    if (village === undefined) villages.set(placed.person.village, [placed])
    else village.push(placed)
  }
  return [...villages].flatMap(([village, group]) => [
    ...paragraph('', `${village.toUpperCase()}: ${group.length} orang`),
    '-'.repeat(PAGE_WIDTH),
    ...group.flatMap((placed) => linesOf(standing, severalPlaces, placed)),
  ])
}
