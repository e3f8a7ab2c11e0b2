/** What requesters may have said of the help they got, from the least to the most. */
export const SCORES = ['unoffered', 'offered', 'bad', 'bad_with_comment', 'good', 'good_with_comment']
