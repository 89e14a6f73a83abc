import type { AfterActionFigures, Counted, Finding } from '../wording/after-action-figures.ts'

/** From here on a share is worth a word: a quarter of those called, and four fifths who answered. Stated, not measured. */
const MANY = 0.25
const NEARLY_ALL = 0.8
/** The first message within a minute, an answer within five; ten is the deadline of an answer as shipped. */
const QUICK_NOTICE_S = 60
const QUICK_ANSWER_S = 300
const SLOW_ANSWER_S = 600
const SLOW_APPROVAL_S = 600
/** A third wave: twice too few had been called. */
const MANY_WAVES = 3

/** Reasons for which people in reach could not be called, that a register can mend. */
const MENDED_BY_REGISTER = ['no-contact', 'email-only', 'stale-position']

const percent = (part: number, whole: number): number => Math.round((100 * part) / whole)

/** A finding where it holds. */
const when = (holds: boolean, side: Finding['side'], code: string, figures: Finding['figures']): readonly Finding[] =>
  holds ? [{ side, code, figures }] : []

/**
 * Strengths and improvements, each by a rule over the figures that it names, the strengths first. What has no figure
 * gives no finding: people judge the rest.
 */
export const findingsOf = (
  figures: AfterActionFigures,
  { shortfall, passedOver }: { readonly shortfall: readonly string[]; readonly passedOver: readonly Counted<string>[] },
): readonly Finding[] => {
  const { answers, spans, nonAnswers, need } = figures
  const { called } = answers
  const of = (...names: readonly string[]): number =>
    nonAnswers.filter(({ name }) => names.includes(name)).reduce((sum, { people }) => sum + people, 0)
  const answered = called - answers.none
  const bad = of('no-contact', 'refused', 'failed')
  const notLeft = bad + of('unknown', 'expired')
  const mendable = passedOver
    .filter(({ name }) => MENDED_BY_REGISTER.includes(name))
    .reduce((sum, { people }) => sum + people, 0)
  const quorum = spans.toQuorum
  const notice = spans.toFirstNotice
  const median = spans.medianAnswer
  const waves = figures.byWave.length
  const isMany = (part: number): boolean => part > 0 && part >= MANY * called
  return [
    ...when(quorum !== null, 'strength', 'quorum-reached', { seconds: quorum ?? 0 }),
    ...when(notice !== null && notice <= QUICK_NOTICE_S, 'strength', 'first-notice-quick', { seconds: notice ?? 0 }),
    ...when(median !== null && median <= QUICK_ANSWER_S, 'strength', 'answers-quick', { seconds: median ?? 0 }),
    ...when(called > 0 && answered >= NEARLY_ALL * called, 'strength', 'most-answered', {
      answered,
      called,
      percent: percent(answered, Math.max(1, called)),
    }),
    ...when(called > 0 && notLeft === 0, 'strength', 'all-reached', { called }),
    ...when(answers.unsafe > 0, 'improvement', 'unsafe', { people: answers.unsafe }),
    ...need
      .filter(({ missing }) => missing > 0)
      .flatMap(({ kind, need: wanted, coming, missing }) =>
        when(true, 'improvement', 'too-few', { kind, need: wanted, coming, missing }),
      ),
    ...shortfall.flatMap((code) => when(true, 'improvement', 'shortfall', { code })),
    ...when(spans.toApproval !== null && spans.toApproval > SLOW_APPROVAL_S, 'improvement', 'approval-slow', {
      seconds: spans.toApproval ?? 0,
    }),
    ...when(notice !== null && notice > QUICK_NOTICE_S, 'improvement', 'first-notice-late', { seconds: notice ?? 0 }),
    ...when(median !== null && median > SLOW_ANSWER_S, 'improvement', 'answers-slow', { seconds: median ?? 0 }),
    ...when(isMany(of('silent')), 'improvement', 'many-silent', {
      people: of('silent'),
      called,
      percent: percent(of('silent'), Math.max(1, called)),
    }),
    ...when(isMany(answers.no), 'improvement', 'many-declined', {
      people: answers.no,
      called,
      percent: percent(answers.no, Math.max(1, called)),
    }),
    ...when(bad > 0, 'improvement', 'contacts-bad', { people: bad }),
    ...when(of('unknown') > 0, 'improvement', 'outcome-unknown', { people: of('unknown') }),
    ...when(of('expired') > 0, 'improvement', 'expired', { people: of('expired') }),
    ...when(figures.late > 0, 'improvement', 'late-answers', { people: figures.late }),
    ...when(waves >= MANY_WAVES, 'improvement', 'many-waves', { waves }),
    ...when(mendable > 0, 'improvement', 'register', { people: mendable }),
  ]
}
