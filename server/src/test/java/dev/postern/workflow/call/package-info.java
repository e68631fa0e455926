@NullMarked
package dev.postern.workflow.call;

import org.jspecify.annotations.NullMarked;
