@NullMarked
package dev.postern.workflow.stored;

import org.jspecify.annotations.NullMarked;
