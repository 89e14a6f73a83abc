import type { SkillCount } from '../roster/skill.ts'
import { type CalledPerson, isComing } from './call-out.ts'

/** Somebody with what they can do, as far as it is known. */
export interface Skilled {
  readonly skills?: readonly string[] | undefined
}

export const hasSkill = ({ skills }: Skilled, skill: string): boolean => skills?.includes(skill) ?? false

/** How many people have a skill. */
export const holdersOf = (skill: string, people: readonly Skilled[]): number =>
  people.filter((person) => hasSkill(person, skill)).length

/** How many with each wanted skill are coming. */
export const comingBySkill = (skills: SkillCount, people: readonly CalledPerson[]): SkillCount => {
  const coming = people.filter(isComing)
  return Object.fromEntries(Object.keys(skills).map((skill) => [skill, holdersOf(skill, coming)]))
}

/** What of the wanted skills nobody among these people brings; skills that are covered are absent. */
export const skillsLacking = (skills: SkillCount, people: readonly Skilled[]): SkillCount =>
  Object.fromEntries(
    Object.entries(skills)
      .map(([skill, count]) => [skill, count - holdersOf(skill, people)] as const)
      .filter(([, lacks]) => lacks > 0),
  )

/** What those who are coming do not bring yet. */
export const skillsMissing = (skills: SkillCount, people: readonly CalledPerson[]): SkillCount =>
  skillsLacking(skills, people.filter(isComing))

/**
 * The first people in order that are wanted: of each kind as many as are needed, and beside them, for a skill that these
 * do not cover, its first holders among the others.
 */
export const firstWanted = <Person extends Skilled & { readonly kind: string }>(
  need: Readonly<Record<string, number>>,
  skills: SkillCount,
  people: readonly Person[],
): readonly Person[] => {
  const left = new Map(Object.entries(need))
  const kept = new Set<Person>()
  for (const person of people) {
    const places = left.get(person.kind) ?? 0
    if (places <= 0) continue
    left.set(person.kind, places - 1)
    kept.add(person)
  }
  for (const [skill, count] of Object.entries(skills)) {
    let lacks = count - holdersOf(skill, [...kept])
    for (const person of people) {
      if (lacks <= 0) break
      if (kept.has(person) || !hasSkill(person, skill)) continue
      kept.add(person)
      lacks -= 1
    }
  }
  return people.filter((person) => kept.has(person))
}
