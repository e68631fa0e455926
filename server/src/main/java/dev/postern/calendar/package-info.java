/**
 * Time zones by their names, and recurrence: patterns, ranges, dates, occurrences, and the weeks that a series touches. Depends on no other
 * package. Expansion is arithmetic: no result costs more because it is far from the start of a series.
 */
@NullMarked
package dev.postern.calendar;

import org.jspecify.annotations.NullMarked;
