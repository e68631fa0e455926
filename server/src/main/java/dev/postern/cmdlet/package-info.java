/**
 * The names of cmdlets and their parameters, as data. The exchange package binds requests to them, the command line binds its arguments. It
 * depends on neither, so both can use it.
 */
@NullMarked
package dev.postern.cmdlet;

import org.jspecify.annotations.NullMarked;
