/** How many connections may be open: each takes a file, and git must always be able to open some. */
import { z } from 'zod';

const Report = z.object({
  userLimits: z.object({ open_files: z.object({ soft: z.union([z.number(), z.literal('unlimited')]) }) }),
});

/** For git, the log and whatever else there is. */
const KEPT_FREE = 200;

/** undefined where the system sets no limit. */
export function connectionLimit(): number | undefined {
  // Node has raised the soft limit to the hard one when it started.
  const report = Report.safeParse(process.report.getReport());
  const files = report.data?.userLimits.open_files.soft;
  return typeof files === 'number' ? Math.max(files - KEPT_FREE, Math.floor(files / 2)) : undefined;
}
