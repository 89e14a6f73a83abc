/** May anybody really be sent? CAP's status: Exercise is for those taking part, Test is to be disregarded. */
export const MODES = ['actual', 'exercise', 'test'] as const
export type Mode = (typeof MODES)[number]

/** What stands first and last in every message of a mode: a new mode does not compile until it is worded. */
export const MODE_LABELS: Readonly<Record<Mode, { readonly first: string; readonly last: string }>> = {
  actual: { first: '', last: '' },
  exercise: { first: 'LATIHAN - ', last: ' LATIHAN' },
  test: { first: 'UJI SISTEM - ABAIKAN - ', last: ' UJI SISTEM' },
}
