@NullMarked
package dev.postern.advice;

import org.jspecify.annotations.NullMarked;
