import { readAnswer } from './answer.ts'
import type { Hazard } from './hazard.ts'
import type { Severity } from './hazard-event.ts'
import { type ReportCounts, readCounts } from './report-counts.ts'
import { type Mention, mentionsIn } from './report-mentions.ts'
import { leavesNeed, saysOver } from './report-over.ts'
import { readPlace } from './report-place.ts'
import { severityOf } from './report-severity.ts'
import { CLAUSE, oneLine, type Token, tokensOf, wordAt } from './report-text.ts'
import { ANSWERS, DRILLS, NEGATIONS, OPENERS, QUESTIONS, REASONS, REPORTS } from './report-words.ts'

/** What somebody in a village says is happening. */
export interface VillageReport {
  readonly kind: 'report'
  readonly hazard: Hazard
  /** Others that the text names beside it, in its order. */
  readonly others: readonly Hazard[]
  /** Said to be coming, not to be there: "waspada banjir". */
  readonly ahead: boolean
  /** The words that say where; null where there are none. */
  readonly place: string | null
  readonly counts: ReportCounts
  readonly severity: Extract<Severity, 'severe' | 'moderate' | 'minor'>
  /** What was written behind LAPOR, in one line of at most 500 characters. */
  readonly rest: string
}

/** No alarm, but something that operators should read. */
export interface VillageNews {
  readonly kind: 'information'
  readonly why: 'no-such-hazard' | 'over' | 'all-well' | 'drill' | 'names-a-call-out'
  /** It can be an answer to a call as well ("lapor aman"): where a call waits for this person, it is one. */
  readonly answers: boolean
}

export type ReportReading =
  | VillageReport
  | VillageNews
  | { readonly kind: 'unclear'; readonly why: 'empty' | 'no-hazard' | 'asks' }
  | { readonly kind: 'not-a-report' }

/** The longest text that the form takes, and more than three text messages hold. */
export const MAX_REPORT_CHARS = 500

/** The tokens behind the word LAPOR, which only greetings and our name may stand before; null without it. */
const bodyOf = (tokens: readonly Token[]): readonly Token[] | null => {
  const at = tokens.findIndex(({ word }) => word !== CLAUSE && !OPENERS.includes(word))
  if (at === -1 || !REPORTS.includes(wordAt(tokens, at))) return null
  // "Izin melaporkan, pak: banjir"
  const first = tokens.findIndex(({ word }, nth) => nth > at && word !== CLAUSE && !OPENERS.includes(word))
  return first === -1 ? [] : tokens.slice(first)
}

/** Whether somebody says that they come or do not: "tidak bisa berangkat", "tidak bisa, banjir", "siap". */
const saysAnswer = (tokens: readonly Token[]): boolean =>
  tokens.some(({ word }, at) => {
    if (ANSWERS.includes(word)) return true
    if (!['bisa', 'dapat', 'sempat'].includes(word) || !NEGATIONS.includes(wordAt(tokens, at - 1))) return false
    const next = wordAt(tokens, at + 1)
    return next === '' || next === CLAUSE || REASONS.includes(next)
  })

const isDrill = (tokens: readonly Token[], mentions: readonly Mention[]): boolean =>
  tokens.some(
    ({ word }, at) => DRILLS.includes(word) && (at === 0 || mentions.some((one) => at < one.at && one.at - at <= 2)),
  )

const asks = (tokens: readonly Token[], text: string, firstAt: number): boolean =>
  text.includes('?') && tokens.slice(0, firstAt).some(({ word }) => QUESTIONS.includes(word))

/** A tsunami beside anything else is what endangers people; then what is named first and did not only bring it about. */
const chosen = (live: readonly Mention[]): Hazard | undefined => {
  const own = live.filter(({ cause }) => !cause)
  const [first] = own.length > 0 ? own : live
  return live.some(({ hazard }) => hazard === 'tsunami') ? 'tsunami' : first?.hazard
}

const withoutHazard = (text: string, body: readonly Token[]): ReportReading => {
  const read = readAnswer(text).meaning
  // Of those whom nobody asked, it is about the place: a hazard must be named.
  const meaning = read === 'safe' || read === 'unsafe' ? 'unclear' : read
  if (saysOver(body) && (meaning === 'unclear' || wordAt(body, 0) === 'aman'))
    return { kind: 'information', why: 'all-well', answers: meaning !== 'unclear' }
  // "Lapor diri" is what one does on coming back: a person, not a place, is spoken of.
  if (meaning !== 'unclear' || wordAt(body, 0) === 'diri') return { kind: 'not-a-report' }
  return body.length === 0 ? { kind: 'unclear', why: 'empty' } : { kind: 'unclear', why: 'no-hazard' }
}

/**
 * Reads a text that begins with LAPOR ("lapor:", "KENTONGAN LAPOR", "izin melaporkan"), whatever the case.
 *
 * It is no report where it answers a call: without a hazard, whatever `readAnswer` understands ("lapor diri selamat",
 * "lapor tiba"); with one, where coming or not coming is said before it ("lapor tidak bisa berangkat, banjir"). What
 * denies the hazard, calls it a hoax, says that it is over, or speaks of a drill or of a call-out by its code is news for people to read.
 * A doubt whether something is over is a report: an operator looks at each before anybody is called.
 */
export const readReport = (text: string): ReportReading => {
  const body = bodyOf(tokensOf(text))
  if (body === null) return { kind: 'not-a-report' }
  const mentions = mentionsIn(body)
  const [first] = mentions
  const start = body[0]?.start
  if (first === undefined || start === undefined) return withoutHazard(text, body)
  if (saysAnswer(body.slice(0, first.at))) return { kind: 'not-a-report' }
  const news = (why: VillageNews['why']): VillageNews => ({ kind: 'information', why, answers: false })
  if (readAnswer(text).code !== null) return news('names-a-call-out')
  if (isDrill(body, mentions)) return news('drill')
  if (asks(body, text, first.at)) return { kind: 'unclear', why: 'asks' }
  const live = mentions.filter(({ denied }) => !denied)
  const hazard = chosen(live)
  if (hazard === undefined) return news('no-such-hazard')
  const counts = readCounts(body)
  if (saysOver(body, hazard) && !leavesNeed(body, counts)) return news('over')
  const ahead = live.every((mention) => mention.ahead)
  return {
    kind: 'report',
    hazard,
    others: [...new Set(live.map((mention) => mention.hazard))].filter((other) => other !== hazard),
    ahead,
    place: readPlace(text, body),
    counts,
    severity: ahead ? 'minor' : severityOf(hazard, body, counts),
    rest: oneLine(text.slice(start), MAX_REPORT_CHARS),
  }
}
