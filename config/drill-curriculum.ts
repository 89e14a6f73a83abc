import { z } from 'zod'
import { type CurriculumModule, fitsHazard, programmeModules } from '../src/drills/curriculum.ts'
import type { DrillProgramme } from '../src/drills/drill-plan.ts'
import type { Fault } from '../src/errors.ts'
import { MODULE_ID } from './curriculum-config.ts'
import type { YamlFile } from './yaml-file.ts'

/** Ours: more lessons than any drill has hours for. */
const MOST_MODULES = 20

/** The keys of a programme that say what it teaches. */
export const curriculumKeys = {
  curriculum: z
    .array(MODULE_ID)
    .min(1)
    .max(MOST_MODULES)
    .optional()
    .describe('what is taught: ids of modules in config/curriculum'),
  localWisdom: z
    .literal(true, { error: 'true, or leave the key out' })
    .optional()
    .describe('each village learns the local wisdom (kearifan lokal) of its region besides'),
}

interface Given {
  /** What is rehearsed. */
  readonly hazards: readonly string[]
  readonly curriculum?: readonly string[] | undefined
  readonly localWisdom?: true | undefined
}

const faultOf = (id: string, hazards: readonly string[], all: readonly CurriculumModule[]): string | null => {
  const found = all.find((one) => one.id === id)
  if (found === undefined) return `a module of config/curriculum: ${all.map((one) => one.id).join(', ')}`
  return fitsHazard(found, hazards) ? null : `a module for ${hazards.join(' or ')}, or for any hazard`
}

/** Adds a fault for every module that a programme names and that is not there, stands twice or is for something else. */
export const checkCurriculum = (
  { hazards, curriculum = [] }: Given,
  expiring: string | undefined,
  all: readonly CurriculumModule[],
  placeOf: YamlFile['placeOf'],
  faults: Fault[],
): void => {
  for (const [nth, id] of curriculum.entries()) {
    const expected = curriculum.indexOf(id) < nth ? 'each module once' : faultOf(id, hazards, all)
    if (expected !== null)
      faults.push({ path: placeOf(['curriculum', nth]), got: `curriculum: ${JSON.stringify(id)}`, expected })
  }
  if (expiring !== undefined && !all.some(({ id }) => id === expiring))
    faults.push({
      path: placeOf(['sites', 'filter', 'expiring', 'module']),
      got: `sites.filter.expiring.module: ${JSON.stringify(expiring)}`,
      expected: `a module of config/curriculum: ${all.map(({ id }) => id).join(', ')}`,
    })
}

/** What a programme teaches, its modules frozen as they are now. */
export const curriculumOf = (
  { hazards, curriculum = [], localWisdom }: Given,
  all: readonly CurriculumModule[],
): Pick<DrillProgramme, 'curriculum'> => {
  const modules = programmeModules(curriculum, { localWisdom: localWisdom === true, hazards }, all)
  return modules.length === 0 ? {} : { curriculum: modules }
}
