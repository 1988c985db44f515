import type { SourceScores } from "../part-source.ts";
import { ScoresRow } from "../source-query.ts";
import { type CompletedJob, completedJob, type JobContext, resultRows } from "./query-job.ts";

/** The query that looks at all scores: one job, which reads no other column, and none before somebody asks. */
export function scoresQueryJob(context: JobContext, sql: string) {
  const jobs: CompletedJob[] = [];
  return {
    jobs: (): readonly CompletedJob[] => jobs,
    async scores(): Promise<SourceScores> {
      const job = jobs[0] ?? (await completedJob(context, { sql, parameters: {}, types: {} }));
      jobs[0] = job;
      const { rows } = await resultRows(context, job.id, { startIndex: 0, maxResults: 1 });
      return ScoresRow.parse(rows[0]);
    },
  };
}
