package dev.postern.graph.odata;

import dev.postern.graph.model.EnumType;
import dev.postern.graph.model.GraphType;
import dev.postern.graph.model.StructuredType;
import dev.postern.graph.model.TypeModel;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.olingo.commons.api.edm.Edm;
import org.apache.olingo.commons.api.edm.FullQualifiedName;
import org.apache.olingo.commons.api.edm.provider.CsdlAbstractEdmProvider;
import org.apache.olingo.commons.api.edm.provider.CsdlComplexType;
import org.apache.olingo.commons.api.edm.provider.CsdlEntityContainer;
import org.apache.olingo.commons.api.edm.provider.CsdlEntityContainerInfo;
import org.apache.olingo.commons.api.edm.provider.CsdlEntitySet;
import org.apache.olingo.commons.api.edm.provider.CsdlEntityType;
import org.apache.olingo.commons.api.edm.provider.CsdlEnumMember;
import org.apache.olingo.commons.api.edm.provider.CsdlEnumType;
import org.apache.olingo.commons.api.edm.provider.CsdlNavigationProperty;
import org.apache.olingo.commons.api.edm.provider.CsdlProperty;
import org.apache.olingo.commons.api.edm.provider.CsdlPropertyRef;
import org.apache.olingo.server.api.OData;
import org.apache.olingo.server.api.ODataApplicationException;
import org.apache.olingo.server.api.uri.UriResource;
import org.apache.olingo.server.api.uri.UriResourceLambdaAny;
import org.apache.olingo.server.api.uri.UriResourceLambdaVariable;
import org.apache.olingo.server.api.uri.queryoption.expression.Binary;
import org.apache.olingo.server.api.uri.queryoption.expression.BinaryOperatorKind;
import org.apache.olingo.server.api.uri.queryoption.expression.Enumeration;
import org.apache.olingo.server.api.uri.queryoption.expression.Expression;
import org.apache.olingo.server.api.uri.queryoption.expression.Literal;
import org.apache.olingo.server.api.uri.queryoption.expression.Member;
import org.apache.olingo.server.api.uri.queryoption.expression.Method;
import org.apache.olingo.server.api.uri.queryoption.expression.Unary;
import org.apache.olingo.server.core.uri.parser.Parser;
import org.apache.olingo.server.core.uri.parser.UriParserException;
import org.apache.olingo.server.core.uri.validator.UriValidationException;
import org.jspecify.annotations.Nullable;

/** The result of another parser for a filter over the same model. */
final class OlingoFilters extends CsdlAbstractEdmProvider {
    private static final FullQualifiedName CONTAINER = new FullQualifiedName("microsoft.graph", "Container");

    private final TypeModel model;
    private final Map<String, String> sets = new HashMap<>();
    private final OData odata = OData.newInstance();
    private final Edm edm;

    OlingoFilters(TypeModel model) {
        this.model = model;
        sets.put("messages", "microsoft.graph.message");
        sets.put("mailFolders", "microsoft.graph.mailFolder");
        edm = odata.createServiceMetadata(this, List.of()).getEdm();
    }

    /** The filter in the format of {@link Conditions}. */
    String parse(String set, String encodedFilter)
            throws UriParserException, UriValidationException, ODataApplicationException {
        return text(new Parser(edm, odata)
                .parseUri(set, "$filter=" + encodedFilter, null, "http://x/")
                .getFilterOption()
                .getExpression());
    }

    private static String text(Expression expression) throws ODataApplicationException {
        return switch (expression) {
            case Binary b
            when b.getOperator() == BinaryOperatorKind.AND || b.getOperator() == BinaryOperatorKind.OR -> {
                List<String> parts = new ArrayList<>();
                flatten(b, b.getOperator(), parts);
                yield "(" + b.getOperator() + " " + String.join(" ", parts) + ")";
            }
            case Binary b
            when b.getOperator() == BinaryOperatorKind.IN -> {
                List<String> choices = new ArrayList<>();
                for (Expression choice : b.getExpressions()) {
                    choices.add(text(choice));
                }
                yield text(b.getLeftOperand()) + " in " + choices;
            }
            case Binary b -> text(b.getLeftOperand()) + " " + b.getOperator().name() + " " + text(b.getRightOperand());
            case Unary u -> "(not " + text(u.getOperand()) + ")";
            case Method m ->
                m.getMethod() + "(" + text(m.getParameters().get(0)) + ","
                        + text(m.getParameters().get(1)) + ")";
            case Member m -> member(m.getResourcePath().getUriResourceParts());
            case Enumeration e -> e.getValues().getFirst();
            case Literal l -> literal(l.getText());
            default -> throw new IllegalStateException(expression.toString());
        };
    }

    private static void flatten(Binary binary, BinaryOperatorKind kind, List<String> parts)
            throws ODataApplicationException {
        for (Expression side : List.of(binary.getLeftOperand(), binary.getRightOperand())) {
            if (side instanceof Binary inner && inner.getOperator() == kind) {
                flatten(inner, kind, parts);
            } else {
                parts.add(text(side));
            }
        }
    }

    private static String member(List<UriResource> parts) throws ODataApplicationException {
        String path = parts.stream()
                .filter(p -> !(p instanceof UriResourceLambdaVariable || p instanceof UriResourceLambdaAny))
                .map(UriResource::getSegmentValue)
                .collect(Collectors.joining("/"));
        return parts.getLast() instanceof UriResourceLambdaAny any
                ? "any(" + path + ", " + text(any.getExpression()) + ")"
                : path;
    }

    private static String literal(String text) {
        if (text.startsWith("'")) {
            return "'" + text.substring(1, text.length() - 1).replace("''", "'") + "'";
        }
        return text.indexOf('T') > 0 ? OffsetDateTime.parse(text).toInstant().toString() : text;
    }

    @Override
    public @Nullable CsdlEntityType getEntityType(FullQualifiedName name) {
        StructuredType type =
                model.structured(name.getFullQualifiedNameAsString()).orElse(null);
        if (type == null || !type.isEntity()) {
            return null;
        }
        CsdlEntityType entity = new CsdlEntityType().setName(name.getName());
        entity.setProperties(properties(type));
        entity.setNavigationProperties(type.properties().stream()
                .filter(p -> p.navigation() && model.typeOf(p) instanceof StructuredType)
                .map(p -> new CsdlNavigationProperty()
                        .setName(p.name())
                        .setType(p.type())
                        .setCollection(p.collection()))
                .toList());
        return entity.setKey(List.of(new CsdlPropertyRef().setName("id")));
    }

    @Override
    public @Nullable CsdlComplexType getComplexType(FullQualifiedName name) {
        StructuredType type =
                model.structured(name.getFullQualifiedNameAsString()).orElse(null);
        return type == null || type.isEntity()
                ? null
                : new CsdlComplexType().setName(name.getName()).setProperties(properties(type));
    }

    @Override
    public @Nullable CsdlEnumType getEnumType(FullQualifiedName name) {
        if (!(model.typeNamed(name.getFullQualifiedNameAsString()) instanceof EnumType type)) {
            return null;
        }
        List<CsdlEnumMember> members = new ArrayList<>();
        for (String member : type.members()) {
            members.add(new CsdlEnumMember().setName(member).setValue(String.valueOf(members.size())));
        }
        return new CsdlEnumType().setName(name.getName()).setMembers(members);
    }

    @Override
    public @Nullable CsdlEntitySet getEntitySet(FullQualifiedName container, String name) {
        String type = sets.get(name);
        return type == null ? null : new CsdlEntitySet().setName(name).setType(type);
    }

    @Override
    public CsdlEntityContainer getEntityContainer() {
        return new CsdlEntityContainer().setName(CONTAINER.getName());
    }

    @Override
    public CsdlEntityContainerInfo getEntityContainerInfo(@Nullable FullQualifiedName name) {
        return new CsdlEntityContainerInfo().setContainerName(CONTAINER);
    }

    private List<CsdlProperty> properties(StructuredType type) {
        return type.properties().stream()
                .filter(p -> !p.navigation() && !(model.typeOf(p) instanceof GraphType.Undescribed))
                .map(p -> new CsdlProperty().setName(p.name()).setType(p.type()).setCollection(p.collection()))
                .toList();
    }
}
