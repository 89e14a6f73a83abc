import type { Configuration } from '../../config/load.ts'
import { contentHash } from '../intake/content-hash.ts'
import { type Phase, phaseRules, policyUnder } from '../mobilisation/phase.ts'
import type { Database } from '../store/database.ts'
import { keepPolicySource } from '../store/policy-sources.ts'
import { reachNow } from './frozen-reach.ts'

/**
 * What call-outs are made under, by phase and by the time that a proposal has: frozen with each, so that a later edit of
 * the file changes no running one. The same object for all that share it.
 */
export const frozenPolicies = (configuration: Configuration, database: Database) => {
  const { policy, policySource, phases } = configuration
  const reach = reachNow(configuration)
  const sourceHash = contentHash(policySource)
  const known = new Map<string, object>()
  let kept: Promise<unknown> | undefined
  return {
    /** With `answersOnly` for a test of the alarm: one wave, whatever holds there, and no site is told to gather. */
    under: (phase: Phase | null, approvalWithinMs: number, answersOnly = false): object => {
      const name = `${phase} ${approvalWithinMs} ${answersOnly}`
      const rules = phaseRules(phase, phases)
      const { siteAlerts, ...callOut } = policy.callOut
      const frozen = known.get(name) ?? {
        ...callOut,
        ...(answersOnly || siteAlerts === undefined ? {} : { siteAlerts }),
        dutyOfficers: policy.dutyOfficers,
        sourceHash,
        reachHash: reach.hash,
        ...policyUnder(rules, callOut),
        approvalWithinMs,
        rota: rules.rota,
        wording: rules.wording,
        ...(answersOnly ? { answersOnly, maxWaves: 1, wording: 'alarm-test' } : {}),
      }
      known.set(name, frozen)
      return frozen
    },
    /** Keeps what they were read from, once: the policy's file, and how far people get. */
    keepSource: async (): Promise<void> => {
      kept ??= Promise.all([
        keepPolicySource(database, sourceHash, policySource),
        keepPolicySource(database, reach.hash, reach.source),
      ])
      await kept.catch((thrown: unknown) => {
        kept = undefined
        throw thrown
      })
    },
  }
}
