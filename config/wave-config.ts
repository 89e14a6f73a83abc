import { z } from 'zod'
import type { SufficientPolicy } from '../src/mobilisation/sufficient-policy.ts'
import { LEAST_TARGET, MOST_TARGET } from '../src/mobilisation/sufficient-wave.ts'
import { KINDS } from '../src/roster/responder.ts'
import { duration, forEveryKind } from './quantities.ts'

const MS_PER_MIN = 60_000

export const share = (least: number, most: number) => {
  const error = `a share from ${least * 100}% to ${most * 100}%, with its sign`
  return z
    .string({ error })
    .regex(/^\d{1,3}(\.\d)?%$/, { error })
    .transform((text) => Number(text.slice(0, -1)) / 100)
    .refine((part) => part >= least && part <= most, { error })
}

const odds = share(0.01, 0.99)

const USUAL_PRIOR = '50%'

const answers = z.number().min(0.1).max(1_000)

const oddsSchema = z.strictObject({
  prior: odds
    .prefault(USUAL_PRIOR)
    .describe('odds of a yes within ackDeadline of a kind before anybody of it was asked'),
  priorOf: z.partialRecord(z.enum(KINDS), odds).default({}).describe('of kinds for which they are others'),
  priorAnswers: answers.default(20).describe('how many answers the prior is worth against those of a whole kind'),
  regencyAnswers: answers
    .default(20)
    .describe('how many answers the rate of a kind in the country is worth against those of its people in one regency'),
  kindAnswers: answers.default(4).describe('how many answers the rate of the kind is worth against somebody’s own'),
  otherBands: share(0, 1).prefault('25%').describe('what an answer from another part of the day counts for'),
  drillInvites: share(0, 1).prefault('25%').describe('what an answer to the invitation to a drill counts for'),
  halfLife: duration('1d', '3650d').prefault('180d').describe('answers this old count half'),
  least: odds.prefault('5%').describe('odds are never below this'),
  most: odds.prefault('95%').describe('nor above this'),
})

const fairnessSchema = z.strictObject({
  mostCalls: z.int().min(1).max(1_000).default(3).describe('calls within callsWithin after which somebody rests'),
  callsWithin: duration('1h', '365d').prefault('7d'),
  restAfterServing: duration('1m', '30d').prefault('12h').describe('how long somebody rests after serving'),
  turnsWithin: duration('1m', '4h')
    .optional()
    .describe('people whose reach differs by less take turns; left out: the nearer always goes first'),
})

export const waveSchema = z
  .strictObject({
    method: z
      .enum(['sufficient', 'overcall'])
      .default('sufficient')
      .describe(
        'sufficient: the smallest set that reaches the target · overcall: overcall times the need, the nearest',
      ),
    target: share(LEAST_TARGET, MOST_TARGET)
      .prefault('95%')
      .describe('the chance wanted of every part of the need being filled'),
    searchWithin: duration('1m', '24h').optional().describe('nobody who needs longer is called; left out: any time'),
    odds: oddsSchema
      .refine(({ least, most }) => least < most, { error: 'least below most' })
      .prefault({})
      .describe('odds of a yes within the deadline'),
    fairness: fairnessSchema.prefault({ turnsWithin: '5m' }).describe('who takes turns, and who rests'),
  })
  .describe('how many people are called, and who')

const sought = (given: z.output<typeof waveSchema>): SufficientPolicy => ({
  target: given.target,
  searchWithinMin: given.searchWithin === undefined ? null : given.searchWithin / MS_PER_MIN,
  odds: {
    prior: forEveryKind(given.odds.prior, given.odds.priorOf),
    priorAnswers: given.odds.priorAnswers,
    regencyAnswers: given.odds.regencyAnswers,
    kindAnswers: given.odds.kindAnswers,
    otherBands: given.odds.otherBands,
    least: given.odds.least,
    most: given.odds.most,
  },
  halfLifeMs: given.odds.halfLife,
  inviteWeight: given.odds.drillInvites,
  fairness: {
    mostCalls: given.fairness.mostCalls,
    callsWithinMs: given.fairness.callsWithin,
    restAfterServingMs: given.fairness.restAfterServing,
    fairWithinMin: (given.fairness.turnsWithin ?? 0) / MS_PER_MIN,
  },
})

/** The policy of the smallest sufficient wave; null where another method is chosen. */
export const sufficientPolicy = (given: z.output<typeof waveSchema>): SufficientPolicy | null =>
  given.method === 'overcall' ? null : sought(given)

/** The policy where nothing is written. */
export const usualWave = (): SufficientPolicy => sought(waveSchema.parse({}))
