// Inputs that an earlier version had: what to write today.

export const formerNames: Readonly<Record<string, string>> = {
  assume_role_arn: 'Since 0.2.0 it is "assume_role": {"role_arn": …}.',
  partition: "Since 0.2.0 there is none: Chime SDK messaging is offered only in the partition aws.",
};
