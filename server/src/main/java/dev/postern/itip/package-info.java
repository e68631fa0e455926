/**
 * Meeting messages (RFC 5546) as records, their JSON, and reading and writing them as iCalendar. Reading never fails because of one property:
 * what cannot be understood is left out, and only text without any event is refused.
 */
@NullMarked
package dev.postern.itip;

import org.jspecify.annotations.NullMarked;
