import type { PhaseNeeds } from '../intake/phase-routes.ts'
import { PHASE_NAMES } from '../mobilisation/phase.ts'
import { declarePhase, endPhase, listPhases, regionOfPhase } from '../store/phases.ts'
import type { Installation } from './installation.ts'

/** What the routes of phases need. */
export const phaseNeeds = ({ database, places }: Installation): PhaseNeeds => ({
  regionExists: (code) => places.gazetteer().find(code) !== undefined,
  declare: async ({ operator, address, at, declaration }) => {
    const { region, hazard, phase, from, until, decree } = declaration
    const declared = await declarePhase(
      database,
      { regionCode: region, hazard, phase, fromAt: from, untilAt: until, decree },
      { operatorId: operator.operatorId, address },
      at,
    )
    if (declared.kind === 'out-of-order') {
      const before = declared.before === null ? 'no phase' : PHASE_NAMES[declared.before]
      return {
        kind: 'out-of-order',
        detail: `${PHASE_NAMES[phase]} does not follow ${before}.`,
        faults: [
          {
            path: 'phase',
            got: phase,
            expected: `after ${before}: ${declared.allowed.join(' or ')}`,
            hint: 'declare the phase between them first; its period may lie in the past',
          },
        ],
      }
    }
    const ended = declared.kind === 'declared' ? declared.ended : []
    return {
      kind: declared.kind,
      body: { phaseId: declared.phaseId, region, hazard, phase, from, until, decree, ended },
    }
  },
  list: async ({ operator, past, limit, at }) => ({
    phases: await listPhases(database, operator, { past, limit }, at),
  }),
  regionOf: (phaseId) => regionOfPhase(database, phaseId),
  end: ({ operator, address, at, phaseId }) =>
    endPhase(database, phaseId, { operatorId: operator.operatorId, address }, at),
})
