@NullMarked
package dev.postern.workflow;

import org.jspecify.annotations.NullMarked;
