@NullMarked
package dev.postern.workflow.testing;

import org.jspecify.annotations.NullMarked;
