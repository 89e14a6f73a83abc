import { chanceOfAtLeast } from '../../src/mobilisation/poisson-binomial.ts'
import { playHistories } from './incident-histories.ts'

const EVERYBODY = 12

/** So many with even odds that enough come in 95 of 100 cases; everybody where they are too few. */
const enough = (need: number): number => {
  let people = 0
  while (
    people < EVERYBODY &&
    chanceOfAtLeast(
      Array.from({ length: people }, () => 0.5),
      need,
    ) < 0.95
  )
    people += 1
  return people
}

await playHistories('wave: { odds: { prior: 50% }, fairness: {} }', enough)
