@NullMarked
package dev.postern.workflow.masking;

import org.jspecify.annotations.NullMarked;
