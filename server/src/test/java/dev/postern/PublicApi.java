package dev.postern;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.FieldRefEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds public types and methods in a folder of class files that no class there uses. Members that the compiler generates (accessors and
 * canonical constructors of records, {@code values} of enums) are ignored, and so are overriding methods, which are called through the
 * overridden one.
 */
final class PublicApi {
    private static final Pattern TYPE = Pattern.compile("L([\\w/$]+)[;<]");

    private final Map<String, ClassModel> classes = new HashMap<>();
    private final Set<Method> called = new HashSet<>();
    private final Map<String, Set<String>> users = new HashMap<>();

    private record Method(String owner, String name, String descriptor) {}

    PublicApi(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".class")).toList()) {
                ClassModel model = ClassFile.of().parse(file);
                classes.put(model.thisClass().asInternalName(), model);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        classes.forEach((name, model) -> model.constantPool().forEach(entry -> use(name, entry)));
    }

    /** Constant pools contain all references of a class, including those in method references and lambdas. */
    private void use(String user, PoolEntry entry) {
        switch (entry) {
            case FieldRefEntry _ -> {}
            case MemberRefEntry member ->
                supertypes(member.owner().asInternalName())
                        .forEach(owner -> called.add(new Method(
                                owner,
                                member.name().stringValue(),
                                member.type().stringValue())));
            case ClassEntry type -> use(user, type.asInternalName());
            case Utf8Entry text ->
                TYPE.matcher(text.stringValue()).results().forEach(found -> use(user, found.group(1)));
            default -> {}
        }
    }

    private void use(String user, String type) {
        users.computeIfAbsent(outermost(type), _ -> new HashSet<>()).add(outermost(user));
    }

    /** Each as {@code Type} or {@code Type.method}, with the simple names of types; a constructor is called {@code new}. */
    Set<String> unused() {
        var found = new TreeSet<String>();
        classes.forEach((name, model) -> {
            if (!isPublic(name) || name.endsWith("package-info")) {
                return;
            }
            if (users.getOrDefault(name, Set.of()).stream().allMatch(name::equals) && name.equals(outermost(name))) {
                found.add(simple(name));
            }
            for (MethodModel method : model.methods()) {
                if (isOfPublicApi(model, method) && !called.contains(method(name, method))) {
                    String called = method.methodName().stringValue();
                    found.add(simple(name) + "." + (called.equals("<init>") ? "new" : called));
                }
            }
        });
        return found;
    }

    private static Method method(String owner, MethodModel method) {
        return new Method(
                owner, method.methodName().stringValue(), method.methodType().stringValue());
    }

    private boolean isOfPublicApi(ClassModel owner, MethodModel method) {
        String name = method.methodName().stringValue();
        return method.flags().has(AccessFlag.PUBLIC)
                && !method.flags().has(AccessFlag.SYNTHETIC)
                && !isMadeByTheLanguage(owner, method)
                && (name.equals("<init>") || !overrides(owner, method));
    }

    private static boolean isMadeByTheLanguage(ClassModel owner, MethodModel method) {
        String name = method.methodName().stringValue();
        String descriptor = method.methodType().stringValue();
        String parent = owner.superclass().map(ClassEntry::asInternalName).orElse("");
        if (parent.equals("java/lang/Enum")) {
            return name.equals("values") || name.equals("valueOf");
        }
        return owner.findAttribute(Attributes.record())
                .map(record -> name.equals("<init>")
                        ? descriptor.equals(record.components().stream()
                                .map(component -> component.descriptor().stringValue())
                                .collect(Collectors.joining("", "(", ")V")))
                        : record.components().stream()
                                .anyMatch(component ->
                                        component.name().stringValue().equals(name) && descriptor.startsWith("()")))
                .orElse(false);
    }

    private boolean overrides(ClassModel owner, MethodModel method) {
        String name = method.methodName().stringValue();
        int parameters = parameters(method.methodType().stringValue());
        String type = owner.thisClass().asInternalName();
        // also what a subclass inherits to implement an interface
        return classes.keySet().stream()
                .map(this::supertypes)
                .filter(inherited -> inherited.contains(type))
                .flatMap(List::stream)
                .distinct()
                .filter(other -> !other.equals(type) && isAbove(other, type))
                .anyMatch(other -> declares(other, name, parameters));
    }

    /** An interface, or a class that the type extends. */
    private boolean isAbove(String other, String type) {
        ClassModel known = classes.get(other);
        boolean separate = known != null
                && known.flags().has(AccessFlag.INTERFACE)
                && !supertypes(other).contains(type);
        return separate || supertypes(type).contains(other);
    }

    private boolean declares(String type, String name, int parameters) {
        ClassModel known = classes.get(type);
        if (known != null) {
            return known.methods().stream()
                    .anyMatch(method -> method.methodName().stringValue().equals(name)
                            && parameters(method.methodType().stringValue()) == parameters);
        }
        try {
            return Arrays.stream(Class.forName(type.replace('/', '.'), false, PublicApi.class.getClassLoader())
                            .getMethods())
                    .anyMatch(method -> method.getName().equals(name) && method.getParameterCount() == parameters);
        } catch (ClassNotFoundException | NoClassDefFoundError e) {
            return false;
        }
    }

    private static int parameters(String descriptor) {
        return MethodTypeDesc.ofDescriptor(descriptor).parameterCount();
    }

    /** Returns a type and all its supertypes, starting with itself. */
    private List<String> supertypes(String type) {
        var all = new LinkedHashSet<String>();
        Deque<String> open = new ArrayDeque<>(List.of(type));
        while (!open.isEmpty()) {
            String next = open.remove();
            ClassModel model = all.add(next) ? classes.get(next) : null;
            if (model != null) {
                model.superclass().ifPresent(parent -> open.add(parent.asInternalName()));
                model.interfaces().forEach(one -> open.add(one.asInternalName()));
            }
        }
        return new ArrayList<>(all);
    }

    /** Returns whether a type is accessible outside of its package: all enclosing types are public too. */
    private boolean isPublic(String name) {
        @Nullable ClassModel model = classes.get(name);
        if (model == null) {
            return false;
        }
        int dollar = name.lastIndexOf('$');
        if (dollar < 0) {
            return model.flags().has(AccessFlag.PUBLIC);
        }
        return isPublic(name.substring(0, dollar))
                && model.findAttribute(Attributes.innerClasses()).stream()
                        .flatMap(inner -> inner.classes().stream())
                        .anyMatch(inner -> inner.innerClass().asInternalName().equals(name)
                                && inner.flags().contains(AccessFlag.PUBLIC));
    }

    private static String outermost(String name) {
        int dollar = name.indexOf('$');
        return dollar < 0 ? name : name.substring(0, dollar);
    }

    private static String simple(String name) {
        return name.substring(name.lastIndexOf('/') + 1).replace('$', '.');
    }
}
