import type { OperatorNeeds } from '../intake/operator.ts'
import { gathering } from '../store/gather.ts'
import { type OperatorKeyed, operatorByToken, operatorsWithSecrets } from '../store/operators.ts'
import type { Installation } from './installation.ts'

/** Who may do what, by the rows of this moment: a rotation or a revocation holds in every process at once. */
export const operatorNeeds = ({
  database,
  seal,
  clock,
}: Pick<Installation, 'database' | 'seal' | 'clock'>): OperatorNeeds => {
  const keyed = gathering<string, OperatorKeyed>((ids) => operatorsWithSecrets(database, seal, ids, clock.now()))
  return {
    byToken: (token) => operatorByToken(database, seal, token, clock.now()),
    byId: async (operatorId) => (await keyed(operatorId))?.operator ?? null,
    secretsOf: async (operatorId) => (await keyed(operatorId))?.secrets ?? [],
  }
}
