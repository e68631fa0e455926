@NullMarked
package dev.postern.calendar;

import org.jspecify.annotations.NullMarked;
