/** A table of BigQuery, or a view. */
export interface TableName {
  readonly project: string;
  readonly dataset: string;
  readonly table: string;
}

/** `dataset.table` in `project`, or `project.dataset.table` whatever `project` is; null is no such name. */
export function tableName(text: string, project: string | null): TableName | null {
  const [table, dataset, named = project] = text.split(".").reverse();
  if (table === undefined || dataset === undefined || named === null) return null;
  return { project: named, dataset, table };
}

export function tableText({ project, dataset, table }: TableName): string {
  return `${project}.${dataset}.${table}`;
}

/** The name as a quoted identifier; none of the characters it may hold ends one. */
export function tableSql(name: TableName): string {
  const text = tableText(name);
  if (!/^[A-Za-z0-9_.-]+$/.test(text)) throw new RangeError(`${text} is no name of a table`);
  return `\`${text}\``;
}
