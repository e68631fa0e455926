/**
 * The names of cmdlets and their parameters, as data. The exchange edge binds to them what a request carries, the command line
 * what a person types. It knows nothing else, so that both may use it.
 */
@NullMarked
package dev.postern.cmdlet;

import org.jspecify.annotations.NullMarked;
