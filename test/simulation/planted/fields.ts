/** Anything with names and values. */
export type Fields = Readonly<Record<string, unknown>>;

/** Whether a value has names and values. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What planted bugs look at in a command, absent parts as empty ones. */
export function commandFields(input: unknown) {
  const fields: Fields = isFields(input) ? input : {};
  const part = (name: string): Fields => {
    const value = fields[name];
    return isFields(value) ? value : {};
  };
  const { Entries, TableName, Key, order } = fields;
  return {
    TableName,
    Key,
    Item: part('Item'),
    entry: part('entry'),
    order,
    values: part('ExpressionAttributeValues'),
    Entries: Array.isArray(Entries) ? Entries.filter(isFields) : [],
  };
}
