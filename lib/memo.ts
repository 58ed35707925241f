/** Works something out once per object, for as long as the object lives. */
export function oncePer<Subject extends object, Answer extends NonNullable<unknown>>(
  workOut: (subject: Subject) => Answer,
): (subject: Subject) => Answer {
  const answers = new WeakMap<Subject, Answer>();
  return (subject) => {
    const known = answers.get(subject);
    if (known !== undefined) return known;
    const answer = workOut(subject);
    answers.set(subject, answer);
    return answer;
  };
}
